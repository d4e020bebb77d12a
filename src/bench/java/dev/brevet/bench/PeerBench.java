package dev.brevet.bench;

import module java.base;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.Context;
import com.cedarpolicy.model.entity.Entities;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.PrimString;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.casbin.jcasbin.main.Enforcer;
import org.casbin.jcasbin.model.Model;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The [Statements] in jCasbin and in Cedar (with its policy set cached on its own side), asked the
/// same questions as [PolicyBench] asks. Every answer is checked before anything is measured.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class PeerBench {
  private static final int QUESTIONS = 64;
  private static final String MODEL =
      """
      [request_definition]
      r = act, obj, team
      [policy_definition]
      p = act, obj, team, eft
      [policy_effect]
      e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
      [matchers]
      m = keyMatch(r.act, p.act) && keyMatch(r.obj, p.obj) && r.team == p.team
      """;

  @Param({"10", "100", "1000"})
  int statements;

  private Statements.Question[] questions;
  private Enforcer casbin;
  private BasicAuthorizationEngine cedar;
  private PolicySet cedarPolicies;
  private AuthorizationRequest[] cedarRequests;
  private Entities cedarEntities;
  private int next;

  @Setup
  public void setUp() throws Exception {
    Logger.getLogger("").setLevel(Level.OFF);
    Statements asked = new Statements(statements, false);
    questions = new Statements.Question[QUESTIONS];
    for (int i = 0; i < QUESTIONS; i++) {
      questions[i] = asked.question(i);
    }
    casbin = casbin(asked);
    cedar = new BasicAuthorizationEngine();
    cedarPolicies = PolicySet.parsePolicies(cedarText(asked));
    cedarPolicies.cache();
    cedarEntities = new Entities();
    cedarRequests = new AuthorizationRequest[QUESTIONS];
    for (int i = 0; i < QUESTIONS; i++) {
      cedarRequests[i] = cedarRequest(questions[i]);
      if (askCasbin(i) != questions[i].allowed() || askCedar(i) != questions[i].allowed()) {
        throw new IllegalStateException("a wrong answer to " + questions[i]);
      }
    }
  }

  @Benchmark
  public boolean jcasbin() {
    next = next + 1 & QUESTIONS - 1;
    return askCasbin(next);
  }

  @Benchmark
  public boolean cedarJava() throws Exception {
    next = next + 1 & QUESTIONS - 1;
    return askCedar(next);
  }

  private boolean askCasbin(int i) {
    return casbin.enforce(questions[i].action(), questions[i].resource(), questions[i].team());
  }

  private boolean askCedar(int i) throws Exception {
    return cedar
        .isAuthorized(cedarRequests[i], cedarPolicies, cedarEntities)
        .success
        .orElseThrow()
        .isAllowed();
  }

  private static Enforcer casbin(Statements asked) {
    Model model = new Model();
    model.loadModelFromText(MODEL);
    Enforcer enforcer = new Enforcer(model);
    for (int i = 0; i < asked.count(); i++) {
      enforcer.addPolicy(
          asked.action(i), asked.resource(i), asked.team(i), asked.isDenial(i) ? "deny" : "allow");
    }
    return enforcer;
  }

  private static String cedarText(Statements asked) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < asked.count(); i++) {
      text.append(asked.isDenial(i) ? "forbid" : "permit")
          .append("(principal, action, resource) when { context.action like \"")
          .append(asked.action(i))
          .append("\" && context.resource like \"")
          .append(asked.resource(i))
          .append("\" && context.team == \"")
          .append(asked.team(i))
          .append("\" };\n");
    }
    return text.toString();
  }

  private static AuthorizationRequest cedarRequest(Statements.Question question) {
    return new AuthorizationRequest(
        EntityUID.parse("User::\"ann\"").orElseThrow(),
        EntityUID.parse("Action::\"ask\"").orElseThrow(),
        EntityUID.parse("Thing::\"it\"").orElseThrow(),
        new Context(
            Map.of(
                "action", new PrimString(question.action()),
                "resource", new PrimString(question.resource()),
                "team", new PrimString(question.team()))));
  }
}
