package dev.brevet.policy.analysis;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Arn;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.iam.RoleArn;
import dev.brevet.policy.ApplicablePolicies;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.Decision;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyEvaluator;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.Statement;
import dev.brevet.policy.analysis.PolicyComparison.Answer;
import dev.brevet.policy.analysis.PolicyComparison.Knowledge;
import dev.brevet.policy.analysis.PolicyComparison.Side;
import dev.brevet.policy.analysis.PolicyComparison.Witness;
import dev.brevet.policy.element.WildcardPattern;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Comparisons of generated policies that have all that policies have: several statements, `Not`
/// elements, principals of every kind, policy variables, several conditions of every family upon
/// keys of one value, of several and of nobody knows how many.
///
/// The engine judges: whatever the first policy allows of many generated requests, a `No` says that
/// the second allows too; and a witness is allowed by the first and not by the second. Policies
/// that name principals decide together with others, so both hold beside: no other policy, an
/// identity-based policy that allows everything, a session policy that allows nothing of this, a
/// permissions boundary that allows everything.
class ComparisonPropertyTest {
  private static final int PAIRS = 1_500;
  private static final int REQUESTS = 120;

  /// Keys of one value, of several; of any other nothing is known.
  private static final Knowledge KNOWN =
      new Knowledge() {
        @Override
        public Optional<Action> action(List<WildcardPattern> all, List<WildcardPattern> none) {
          return Optional.empty();
        }

        @Override
        public Optional<Boolean> isMultivalued(String lowerKey) {
          return lowerKey.equals("s:many")
              ? Optional.of(true)
              : lowerKey.equals("u:unknown") ? Optional.empty() : Optional.of(false);
        }
      };

  private static final List<String> ACTIONS = List.of("*", "s:*", "s:A", "s:B", "s:A*", "s:?");
  private static final List<String> TRUST_ACTIONS =
      List.of("sts:AssumeRole", "sts:TagSession", "sts:*", "sts:AssumeRoleWith*");
  private static final List<String> RESOURCES =
      List.of(
          "*",
          "*",
          "arn:aws:s:::a",
          "arn:aws:s:::*b",
          "arn:aws:s:::a*",
          "arn:*",
          "arn:aws:s:::${aws:username}",
          "arn:aws:s:::a${*}",
          "order/*",
          "order/7");
  private static final List<String> PRINCIPALS =
      List.of(
          "'*'",
          "{'AWS':'*'}",
          "{'AWS':'111122223333'}",
          "{'AWS':['arn:aws:iam::111122223333:root','arn:aws:iam::444455556666:user/v']}",
          "{'AWS':'arn:aws:iam::111122223333:user/u'}",
          "{'AWS':'arn:aws:iam::111122223333:role/p/r'}",
          "{'AWS':['arn:aws:iam::111122223333:role/p/r','444455556666']}",
          "{'AWS':'arn:aws:sts::111122223333:assumed-role/r/ss'}",
          "{'AWS':['111122223333','arn:aws:iam::111122223333:role/p/r','arn:aws:sts::111122223333:assumed-role/r/ss']}",
          "{'AWS':['111122223333','arn:aws:iam::111122223333:user/u']}",
          "{'Service':'states.amazonaws.com'}",
          "{'Service':['states.amazonaws.com','lambda.amazonaws.com'],'AWS':'444455556666'}",
          "{'Federated':'https://idp.example.com'}",
          "{'Federated':'arn:aws:iam::111122223333:saml-provider/corp'}");

  /// Operator, key, values.
  private static final List<List<String>> CONDITIONS =
      List.of(
          List.of("StringEquals", "s:one", "a"),
          List.of("StringEquals", "s:one", "b", "${aws:username}"),
          List.of("StringEqualsIgnoreCase", "s:one", "A", "c"),
          List.of("StringNotEquals", "s:one", "a"),
          List.of("StringNotEqualsIfExists", "s:one", "b"),
          List.of("StringLike", "s:one", "a*"),
          List.of("StringLikeIfExists", "s:one", "?"),
          List.of("StringNotLike", "s:one", "*b"),
          List.of("Null", "s:one", "true"),
          List.of("Null", "s:one", "false"),
          List.of("StringEquals", "s:many", "a"),
          List.of("StringNotEquals", "s:many", "a"),
          List.of("ForAllValues:StringLike", "s:many", "a*"),
          List.of("ForAllValues:StringNotEquals", "s:many", "b"),
          List.of("ForAnyValue:StringEquals", "s:many", "a", "b"),
          List.of("ForAnyValue:StringNotLike", "s:many", "a*"),
          List.of("ForAllValues:StringEqualsIfExists", "s:many", "b"),
          List.of("Null", "s:many", "false"),
          List.of("StringEquals", "u:unknown", "a"),
          List.of("StringNotEquals", "u:unknown", "b"),
          List.of("ForAllValues:StringEquals", "u:unknown", "a"),
          List.of("NumericLessThan", "s:number", "5"),
          List.of("NumericLessThanEquals", "s:number", "5", "-1"),
          List.of("NumericGreaterThan", "s:number", "7.5"),
          List.of("NumericGreaterThanEqualsIfExists", "s:number", "7.5"),
          List.of("NumericEquals", "s:number", "5", "6"),
          List.of("NumericNotEquals", "s:number", "6"),
          List.of("NumericLessThan", "s:number", "1e999"),
          List.of("DateLessThan", "aws:CurrentTime", "2026-01-01T00:00:00Z"),
          List.of("DateGreaterThanEquals", "aws:CurrentTime", "2026-01-01T00:00:00Z"),
          List.of("DateGreaterThan", "aws:CurrentTime", "2025-06-01T00:00:00Z"),
          List.of("IpAddress", "aws:SourceIp", "10.0.0.0/8"),
          List.of("IpAddress", "aws:SourceIp", "10.1.0.0/16", "2001:db8::/32"),
          List.of("NotIpAddress", "aws:SourceIp", "10.1.0.0/16"),
          List.of("Bool", "aws:SecureTransport", "true"),
          List.of("Bool", "aws:SecureTransport", "false"),
          List.of("BoolIfExists", "aws:MultiFactorAuthPresent", "true"),
          List.of("Bool", "aws:MultiFactorAuthPresent", "false"),
          List.of("BinaryEquals", "s:bytes", "QUE="),
          List.of("ArnLike", "aws:SourceArn", "arn:aws:sns:*:111122223333:*"),
          List.of("ArnEquals", "aws:SourceArn", "arn:aws:sns:eu-west-1:111122223333:t"),
          List.of("ArnNotLike", "aws:SourceArn", "arn:*:sns:us-*:*:*"),
          List.of("StringLike", "aws:SourceArn", "arn:aws:sns:*"),
          List.of("StringEquals", "aws:SourceAccount", "111122223333"),
          List.of("StringLike", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/*"),
          List.of("ArnLike", "aws:PrincipalArn", "arn:aws:iam::111122223333:user/*"),
          List.of("StringNotLike", "aws:PrincipalArn", "*"),
          List.of("Null", "aws:PrincipalArn", "true"),
          List.of("StringEquals", "aws:PrincipalAccount", "111122223333"),
          List.of("StringNotEquals", "aws:PrincipalAccount", "444455556666"),
          List.of("StringEquals", "aws:PrincipalType", "User", "Anonymous"),
          List.of("StringEquals", "aws:username", "u"),
          List.of("StringNotEquals", "aws:username", "u"),
          List.of("Bool", "aws:PrincipalIsAWSService", "true"),
          List.of("BoolIfExists", "aws:PrincipalIsAWSService", "false"),
          List.of("StringLike", "s:one", "${s:other, ~a~}*"));

  private static final List<Principal> CALLERS =
      List.of(
          principal("arn:aws:iam::111122223333:root"),
          principal("arn:aws:iam::111122223333:user/u"),
          principal("arn:aws:iam::111122223333:user/w"),
          principal("arn:aws:iam::444455556666:user/v"),
          principal("arn:aws:iam::999900001111:user/z"),
          principal("arn:aws:sts::111122223333:assumed-role/r/ss"),
          session("/p/", "ss"),
          session("/q/", "ss"),
          session("/p/", "tt"),
          new Principal.Role(RoleArn.parse("arn:aws:iam::111122223333:role/p/r").orElseThrow()),
          new Principal.Service("states.amazonaws.com"),
          new Principal.Service("lambda.amazonaws.com"),
          new Principal.Service("s3.amazonaws.com"),
          new Principal.WebIdentity("https://idp.example.com", "x"),
          new Principal.WebIdentity("https://other.example.com", "x"),
          new Principal.SamlIdentity(
              Arn.parse("arn:aws:iam::111122223333:saml-provider/corp").orElseThrow(), "x"),
          new Principal.Anonymous());

  private static final Policy EVERYTHING = everything("*");
  private static final Policy NOTHING_OF_THIS = everything("none:None");

  /// How often each answer was given.
  private static final class Tally {
    private final Map<String, Integer> counts = new TreeMap<>();

    void add(String what) {
      counts.merge(what, 1, Integer::sum);
    }

    int of(String what) {
      return counts.getOrDefault(what, 0);
    }

    @Override
    public String toString() {
      return counts.toString();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IDENTITY", "RESOURCE", "TRUST"})
  void answers_holdForGeneratedPolicies(PolicyType type) {
    Random random = new Random(20261122 + type.ordinal());
    Tally tally = new Tally();
    for (int pair = 0; pair < PAIRS; pair++) {
      Policy one = policy(type, random);
      // Most pairs that people compare are alike.
      Policy other = random.nextInt(3) == 0 ? policy(type, random) : changed(one, type, random);
      Answer answer =
          PolicyComparison.allowsMore(new Side(one, type), new Side(other, type), KNOWN);
      Judge judge = Judge.of(type, one, other);
      switch (answer) {
        case Answer.Yes(Witness witness) -> {
          tally.add("yes");
          assertTrue(
              requests(witness, one, other).anyMatch(judge::findsMore),
              () -> "no witness: " + witness + "\n" + one + "\n" + other);
        }
        case Answer.No _ -> {
          tally.add("no");
          for (int i = 0; i < REQUESTS; i++) {
            AuthorizationRequest request = request(type, random);
            assertFalse(
                judge.findsMore(request),
                () -> "wrong no: " + request + " " + request.context() + "\n" + one + "\n" + other);
          }
        }
        case Answer.CannotTell(String reason) -> tally.add("cannot tell: " + reason);
      }
    }
    System.out.print(Boolean.getBoolean("brevet.comparisonTally") ? type + " " + tally + "\n" : "");
    int told = tally.of("yes") + tally.of("no");
    assertTrue(tally.of("yes") > PAIRS / 4 && tally.of("no") > PAIRS / 4, tally::toString);
    assertTrue(told > PAIRS * 95 / 100, tally::toString);
  }

  /// Tells, with the engine, whether the first of two policies allows more.
  private record Judge(
      PolicyType type, List<ApplicablePolicies> ours, List<ApplicablePolicies> theirs) {
    static Judge of(PolicyType type, Policy one, Policy other) {
      return new Judge(type, worlds(one, type), worlds(other, type));
    }

    /// Whether, beside some other policies, a statement of the first allows it, and it is not
    /// allowed with the second in its place.
    boolean findsMore(AuthorizationRequest request) {
      for (int i = 0; i < ours.size(); i++) {
        if (PolicyEvaluator.evaluate(request, ours.get(i)) instanceof Decision.Allowed allowed
            && allowed.statements().stream().anyMatch(statement -> statement.type() == type)
            && !PolicyEvaluator.evaluate(request, theirs.get(i)).isAllowed()) {
          return true;
        }
      }
      return false;
    }
  }

  private static List<ApplicablePolicies> worlds(Policy policy, PolicyType type) {
    return switch (type) {
      case IDENTITY -> List.of(ApplicablePolicies.builder().identity(List.of(policy)).build());
      default ->
          List.of(
              beside(policy, type).build(),
              beside(policy, type).identity(List.of(EVERYTHING)).build(),
              beside(policy, type)
                  .identity(List.of(EVERYTHING))
                  .session(List.of(NOTHING_OF_THIS))
                  .build(),
              beside(policy, type)
                  .identity(List.of(EVERYTHING))
                  .boundary(List.of(EVERYTHING))
                  .build());
    };
  }

  private static ApplicablePolicies.Builder beside(Policy policy, PolicyType type) {
    ApplicablePolicies.Builder builder = ApplicablePolicies.builder();
    return type == PolicyType.TRUST ? builder.trust(policy) : builder.resource(policy);
  }

  private static Stream<AuthorizationRequest> requests(Witness witness, Policy one, Policy other) {
    List<Statement> statements = new ArrayList<>(one.statements());
    statements.addAll(other.statements());
    RequestContext.Builder context = RequestContext.builder();
    witness.context().forEach(context::put);
    List<Principal> callers =
        witness.principal().isEmpty()
            ? List.of(session("/", "ss"))
            : PrincipalExamples.of(statements).stream()
                .filter(caller -> caller.identifier().equals(witness.principal().get()))
                .toList();
    return callers.stream()
        .flatMap(
            caller ->
                Stream.of(
                        Optional.<AccountId>empty(),
                        caller.account(),
                        Optional.of(new AccountId("000011112222")))
                    .map(
                        owner ->
                            new AuthorizationRequest(
                                caller,
                                Action.parse(witness.action()).orElseThrow(),
                                witness.resource(),
                                owner,
                                context.build())));
  }

  private static AuthorizationRequest request(PolicyType type, Random random) {
    Map<String, List<String>> context = new LinkedHashMap<>();
    one("s:one", random, context, "a", "b", "ab", "c", "", "A", "u", "sb");
    one("s:other", random, context, "a", "b");
    one("s:number", random, context, "4", "5", "6", "7.5", "8", "-2", "1e999", "many");
    one("aws:SourceIp", random, context, "10.0.0.1", "10.1.2.3", "192.0.2.7", "2001:db8::2");
    one("aws:MultiFactorAuthPresent", random, context, "true", "false");
    one("s:bytes", random, context, "QUE=", "QUI=", "?");
    one("aws:SourceAccount", random, context, "111122223333", "444455556666");
    one(
        "aws:SourceArn",
        random,
        context,
        "arn:aws:sns:eu-west-1:111122223333:t",
        "arn:aws:sns:us-east-1:111122223333:u",
        "arn:aws:sns:us-east-1:444455556666:t",
        "foo:aws:sns:eu-west-1:111122223333:t",
        "arn");
    context.put(
        "aws:CurrentTime",
        List.of(
            pick(random, "2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")));
    context.put("aws:SecureTransport", List.of(pick(random, "true", "false")));
    for (String key : List.of("s:many", "u:unknown")) {
      List<String> values = new ArrayList<>();
      for (String value : List.of("a", "b", "ab", "")) {
        if (random.nextInt(3) == 0) {
          values.add(value);
        }
      }
      context.put(key, values);
    }
    RequestContext.Builder built = RequestContext.builder();
    context.forEach(built::put);
    Principal caller =
        type == PolicyType.IDENTITY
            ? CALLERS.get(1 + random.nextInt(9))
            : CALLERS.get(random.nextInt(CALLERS.size()));
    String action =
        type == PolicyType.TRUST
            ? pick(random, "sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:TagSession")
            : pick(random, "s:A", "s:B", "s:AB", "s:a", "t:A");
    String resource =
        type == PolicyType.TRUST
            ? "arn:aws:iam::111122223333:role/it"
            : pick(
                random,
                "*",
                "arn:aws:s:::a",
                "arn:aws:s:::b",
                "arn:aws:s:::ab",
                "arn:aws:s:::u",
                "arn:aws:s:::a*",
                "arn:aws:t:::x",
                "order/7",
                "order/8");
    Optional<AccountId> owner =
        type == PolicyType.IDENTITY
            ? Optional.empty()
            : Optional.of(new AccountId(pick(random, "111122223333", "444455556666")));
    return new AuthorizationRequest(
        caller, Action.parse(action).orElseThrow(), resource, owner, built.build());
  }

  private static void one(
      String key, Random random, Map<String, List<String>> context, String... values) {
    if (random.nextInt(4) > 0) {
      context.put(key, List.of(pick(random, values)));
    }
  }

  private static Policy policy(PolicyType type, Random random) {
    List<String> statements = new ArrayList<>();
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      statements.add(statement(type, random));
    }
    return read(statements, type);
  }

  private static String statement(PolicyType type, Random random) {
    boolean deny = random.nextInt(4) == 0;
    StringBuilder out = new StringBuilder("{'Effect':'" + (deny ? "Deny" : "Allow") + "'");
    if (type.namesPrincipals() && random.nextInt(12) > 0) {
      boolean not = deny && type == PolicyType.RESOURCE && random.nextInt(2) == 0;
      out.append(",'")
          .append(not ? "Not" : "")
          .append("Principal':")
          .append(any(PRINCIPALS, random));
    } else if (type.namesPrincipals()) {
      out.append(",'Principal':{}");
    }
    List<String> actions = type == PolicyType.TRUST ? TRUST_ACTIONS : ACTIONS;
    element("Action", actions, random, out);
    if (type != PolicyType.TRUST) {
      element("Resource", RESOURCES, random, out);
    }
    Map<String, Map<String, String>> conditions = new TreeMap<>();
    for (int n = random.nextInt(4) - 1; n > 0; n--) {
      List<String> condition = any(CONDITIONS, random);
      conditions
          .computeIfAbsent(condition.get(0), _ -> new TreeMap<>())
          .put(
              condition.get(1),
              "['" + String.join("','", condition.subList(2, condition.size())) + "']");
    }
    if (!conditions.isEmpty()) {
      List<String> operators = new ArrayList<>();
      conditions.forEach(
          (operator, keys) -> {
            List<String> members = new ArrayList<>();
            keys.forEach((key, values) -> members.add("'" + key + "':" + values));
            operators.add("'" + operator + "':{" + String.join(",", members) + "}");
          });
      out.append(",'Condition':{").append(String.join(",", operators)).append('}');
    }
    return out.append('}').toString();
  }

  private static void element(String name, List<String> from, Random random, StringBuilder out) {
    out.append(",'")
        .append(random.nextInt(6) == 0 ? "Not" : "")
        .append(name)
        .append("':['")
        .append(any(from, random));
    if (random.nextInt(3) == 0) {
      out.append("','").append(any(from, random));
    }
    out.append("']");
  }

  /// The policy with a statement more, less, or in place of one.
  private static Policy changed(Policy policy, PolicyType type, Random random) {
    List<Statement> statements = new ArrayList<>(policy.statements());
    Statement made = read(List.of(statement(type, random)), type).statements().getFirst();
    int place = random.nextInt(statements.size());
    switch (random.nextInt(4)) {
      case 0 -> statements.add(made);
      case 1 -> statements.set(place, made);
      case 2 -> statements.remove(place);
      default -> {
        Statement old = statements.get(place);
        statements.set(
            place,
            new Statement(
                old.sid(),
                old.effect(),
                old.principals(),
                old.actions(),
                random.nextBoolean() ? old.resources() : made.resources(),
                random.nextBoolean() ? List.of() : made.conditions()));
      }
    }
    return new Policy(policy.version(), policy.id(), statements);
  }

  private static Policy read(List<String> statements, PolicyType type) {
    String json =
        ("{'Version':'2012-10-17','Statement':[" + String.join(",", statements) + "]}")
            .replace('\'', '"')
            .replace('~', '\'');
    return assertInstanceOf(Parsed.class, PolicyReader.read(json, type), json).policy();
  }

  private static Policy everything(String action) {
    return read(
        List.of("{'Effect':'Allow','Action':'" + action + "','Resource':'*'}"),
        PolicyType.IDENTITY);
  }

  private static Principal principal(String arn) {
    return Principal.parseArn(arn).orElseThrow();
  }

  private static Principal session(String path, String name) {
    return new Principal.RoleSession(
        "aws", new AccountId("111122223333"), Optional.of(path), "r", name);
  }

  private static <T> T any(List<T> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }

  private static String pick(Random random, String... from) {
    return from[random.nextInt(from.length)];
  }
}
