package dev.brevet.policy.json;

import module java.base;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonToken;
import dev.brevet.policy.Matcher;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.PrincipalPattern;
import dev.brevet.policy.Statement;
import dev.brevet.policy.element.Condition;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.WildcardPattern;

/// A statement as read, before the version is known. Also holds what each type of policy takes and
/// refuses.
final class StatementDraft {
  private static final Set<String> PRINCIPAL_KINDS =
      Set.of("AWS", "Federated", "Service", "CanonicalUser");

  private final Tokens tokens;
  private final PolicyType type;
  private final JsonLocation start;
  private Optional<String> sid = Optional.empty();
  private JsonLocation sidAt;
  private Optional<Effect> effect = Optional.empty();
  private Optional<Listed<PrincipalPattern>> principals = Optional.empty();
  private Optional<Listed<String>> actions = Optional.empty();
  private Optional<Listed<Tokens.Value>> resources = Optional.empty();
  private final List<ConditionDraft> conditions = new ArrayList<>();

  /// An element that has a `Not` form.
  private record Listed<T>(boolean negated, List<T> entries, JsonLocation where) {
    <P> Matcher<P> matcher(Function<T, P> compile) {
      List<P> patterns = entries.stream().map(compile).toList();
      return negated ? new Matcher.NotIn<>(patterns) : new Matcher.In<>(patterns);
    }
  }

  private StatementDraft(Tokens tokens, PolicyType type) {
    this.tokens = tokens;
    this.type = type;
    this.start = tokens.here();
    this.sidAt = start;
  }

  static StatementDraft read(Tokens tokens, PolicyType type) throws IOException, Refusal {
    StatementDraft draft = new StatementDraft(tokens, type);
    Set<String> seen = new HashSet<>();
    while (tokens.nextName(seen)) {
      String element = tokens.name();
      JsonLocation where = tokens.here();
      tokens.next();
      draft.element(element, where);
    }
    draft.checkWhole();
    return draft;
  }

  private void element(String element, JsonLocation where) throws IOException, Refusal {
    switch (element) {
      case "Sid" -> sid = Optional.of(sid());
      case "Effect" -> effect = Optional.of(effect());
      case "Principal", "NotPrincipal" -> {
        requireFirst(principals.isEmpty(), "`Principal` and `NotPrincipal`", where);
        principals = Optional.of(new Listed<>(element.startsWith("Not"), principals(), where));
      }
      case "Action", "NotAction" -> {
        requireFirst(actions.isEmpty(), "`Action` and `NotAction`", where);
        actions = Optional.of(new Listed<>(element.startsWith("Not"), actions(), where));
      }
      case "Resource", "NotResource" -> {
        requireFirst(resources.isEmpty(), "`Resource` and `NotResource`", where);
        resources =
            Optional.of(
                new Listed<>(element.startsWith("Not"), tokens.strings("a resource"), where));
      }
      case "Condition" -> ConditionDraft.readAll(tokens, conditions);
      default ->
          throw Tokens.refusal(
              where, "unknown element " + Tokens.quoted(element) + " of a statement");
    }
  }

  private static void requireFirst(boolean first, String both, JsonLocation where) throws Refusal {
    if (!first) {
      throw Tokens.refusal(where, "a statement has one of " + both + ", not both");
    }
  }

  // "For IAM policies, basic alphanumeric characters (A-Z,a-z,0-9) are the only allowed characters
  // in
  // the Sid value" (reference_policies_grammar). Services whose resources have policies take more.
  private String sid() throws IOException, Refusal {
    sidAt = tokens.here();
    String text = tokens.string("the statement's id");
    if (type.isOfIam() && !text.chars().allMatch(StatementDraft::isLetterOrDigit)) {
      throw tokens.refusal("not a `Sid`: " + Tokens.quoted(text) + ", expected letters and digits");
    }
    return text;
  }

  private static boolean isLetterOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private Effect effect() throws IOException, Refusal {
    String text = tokens.string("`Allow` or `Deny`");
    return switch (text) {
      case "Allow" -> Effect.ALLOW;
      case "Deny" -> Effect.DENY;
      default ->
          throw tokens.refusal(
              "unknown effect " + Tokens.quoted(text) + ", expected `Allow` or `Deny`");
    };
  }

  private List<String> actions() throws IOException, Refusal {
    List<Tokens.Value> actions = tokens.strings("an action");
    for (Tokens.Value action : actions) {
      // IAM: "actions must be prefixed by a vendor"; endpoint policies of AWS's own examples leave
      // the prefix out.
      boolean prefixed = action.text().indexOf(':') > 0 || action.text().equals("*");
      if (!prefixed && type != PolicyType.ENDPOINT) {
        throw Tokens.refusal(
            action.where(),
            "not an action: " + Tokens.quoted(action.text()) + ", expected `service:Name` or `*`");
      }
    }
    return Tokens.Value.texts(actions);
  }

  private List<PrincipalPattern> principals() throws IOException, Refusal {
    if (tokens.current() == JsonToken.VALUE_STRING) {
      String text = tokens.string("`*`");
      if (!text.equals("*")) {
        throw tokens.refusal(
            "not a principal: " + Tokens.quoted(text) + ", expected `*` or an object");
      }
      return List.of(new PrincipalPattern.Everyone());
    }
    tokens.expectObject("a principal that is not `*`");
    List<PrincipalPattern> patterns = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    while (tokens.nextName(seen)) {
      String kind = tokens.name();
      if (!PRINCIPAL_KINDS.contains(kind)) {
        throw tokens.refusal("unknown kind of principal " + Tokens.quoted(kind));
      }
      tokens.next();
      for (Tokens.Value value : tokens.strings("a principal")) {
        patterns.add(
            PrincipalPattern.parse(kind, value.text())
                .orElseThrow(
                    () ->
                        Tokens.refusal(
                            value.where(),
                            "not a principal: "
                                + Tokens.quoted(value.text())
                                + " of "
                                + Tokens.quoted(kind))));
      }
    }
    return patterns;
  }

  private void checkWhole() throws Refusal {
    if (effect.isEmpty()) {
      throw refusal("a statement needs the element `Effect`");
    }
    if (actions.isEmpty()) {
      throw refusal("a statement needs `Action` or `NotAction`");
    }
    boolean needsResource =
        switch (type) {
          case IDENTITY, SESSION, BOUNDARY, SERVICE_CONTROL, RESOURCE_CONTROL -> true;
          case RESOURCE, ENDPOINT, TRUST -> false;
        };
    if (needsResource && resources.isEmpty()) {
      throw refusal("a statement needs `Resource` or `NotResource`");
    }
    if (type == PolicyType.TRUST && resources.isPresent()) {
      throw Tokens.refusal(resources.get().where(), "a trust policy has no `Resource`");
    }
    if (emptyNot(actions) || emptyNot(resources) || emptyNot(principals)) {
      throw refusal("a `Not` element needs at least one entry");
    }
    checkPrincipals();
  }

  private static boolean emptyNot(Optional<? extends Listed<?>> listed) {
    return listed.isPresent() && listed.get().negated() && listed.get().entries().isEmpty();
  }

  private void checkPrincipals() throws Refusal {
    if (principals.isEmpty()) {
      if (type.namesPrincipals()) {
        throw refusal("a statement of type `" + type.label() + "` needs `Principal`");
      }
      return;
    }
    Listed<PrincipalPattern> listed = principals.get();
    if (!type.namesPrincipals()) {
      throw Tokens.refusal(
          listed.where(), "a policy of type `" + type.label() + "` has no `Principal`");
    }
    boolean barred = type == PolicyType.TRUST || type == PolicyType.RESOURCE_CONTROL;
    if (listed.negated() && (barred || effect.equals(Optional.of(Effect.ALLOW)))) {
      throw Tokens.refusal(
          type == PolicyType.TRUST ? listed.where() : start,
          "`NotPrincipal` is only for statements that deny, and not for trust or organization"
              + " policies");
    }
    if (type == PolicyType.RESOURCE_CONTROL) {
      checkResourceControl(listed);
    }
  }

  // "The effect of Allow is only supported for the RCPFullAWSAccess policy", and there is no
  // `NotAction` among the elements (Organizations User Guide, orgs_manage_policies_rcps_syntax).
  private void checkResourceControl(Listed<PrincipalPattern> listed) throws Refusal {
    if (!listed.entries().stream().allMatch(p -> p.text().equals("*"))) {
      throw refusal("the principal of a resource control policy is `*`");
    }
    Listed<String> named = actions.orElseThrow();
    if (named.negated()) {
      throw Tokens.refusal(named.where(), "a resource control policy has no `NotAction`");
    }
    boolean full =
        isOnlyStar(named.entries())
            && resources
                .filter(r -> !r.negated() && isOnlyStar(Tokens.Value.texts(r.entries())))
                .isPresent()
            && conditions.isEmpty();
    if (effect.equals(Optional.of(Effect.ALLOW)) && !full) {
      throw refusal("a resource control policy only denies: just `RCPFullAWSAccess` allows");
    }
  }

  private static boolean isOnlyStar(List<String> texts) {
    return texts.equals(List.of("*"));
  }

  private Refusal refusal(String message) {
    return Tokens.refusal(start, message);
  }

  Refusal duplicateSid() {
    return Tokens.refusal(sidAt, "duplicate `Sid` " + Tokens.quoted(sid.orElse("")));
  }

  Statement compiled(PolicyVersion version) throws Refusal {
    if (resources.isPresent()) {
      Tokens.requireVariables(resources.get().entries(), version);
    }
    List<Condition> compiledConditions = new ArrayList<>(conditions.size());
    for (ConditionDraft condition : conditions) {
      compiledConditions.add(condition.compiled(version, effect.orElseThrow()));
    }
    return new Statement(
        sid,
        effect.orElseThrow(),
        principals.map(p -> p.matcher(Function.identity())),
        actions.orElseThrow().matcher(WildcardPattern::action),
        resources.map(r -> r.matcher(value -> WildcardPattern.resource(value.text(), version))),
        compiledConditions);
  }
}
