package dev.brevet.policy;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Principal;
import dev.brevet.policy.element.Condition;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.SetOperator;

/// IAM's rules written down plainly: every statement of every policy is looked at, in order, with a
/// recursive matcher. Slow, and shares no matching with the engine, so that the two can be
/// compared.
final class PlainEvaluator {
  private final AuthorizationRequest request;
  private final Map<PolicyType, List<List<Policy>>> policies;

  /// Policies by type and level.
  PlainEvaluator(AuthorizationRequest request, Map<PolicyType, List<List<Policy>>> policies) {
    this.request = request;
    this.policies = new EnumMap<>(PolicyType.class);
    this.policies.putAll(policies);
  }

  Decision decide() {
    for (PolicyType type :
        List.of(
            PolicyType.SERVICE_CONTROL,
            PolicyType.RESOURCE_CONTROL,
            PolicyType.ENDPOINT,
            PolicyType.RESOURCE,
            PolicyType.TRUST,
            PolicyType.IDENTITY,
            PolicyType.BOUNDARY,
            PolicyType.SESSION)) {
      Optional<StatementReference> denying = first(type, Effect.DENY, 1);
      if (denying.isPresent() && binds(type)) {
        return new Decision.ExplicitlyDenied(List.of(denying.get()), type);
      }
    }
    List<StatementReference> allowing = new ArrayList<>();
    if (binds(PolicyType.SERVICE_CONTROL)) {
      for (int level = 0; level < levels(PolicyType.SERVICE_CONTROL).size(); level++) {
        Optional<StatementReference> allow =
            first(PolicyType.SERVICE_CONTROL, level, Effect.ALLOW, 1);
        if (allow.isEmpty()) {
          return new Decision.ImplicitlyDenied(PolicyType.SERVICE_CONTROL);
        }
        allowing.add(allow.get());
      }
    }
    if (has(PolicyType.ENDPOINT)) {
      Optional<StatementReference> allow = first(PolicyType.ENDPOINT, Effect.ALLOW, 1);
      if (allow.isEmpty()) {
        return new Decision.ImplicitlyDenied(PolicyType.ENDPOINT);
      }
      allowing.add(allow.get());
    }
    Optional<PolicyType> blocked = crossesAccounts() ? across(allowing) : within(allowing);
    return blocked
        .<Decision>map(Decision.ImplicitlyDenied::new)
        .orElseGet(() -> new Decision.Allowed(allowing));
  }

  private Optional<PolicyType> within(List<StatementReference> allowing) {
    Optional<PolicyType> granting = granting();
    boolean reachesAccount = false;
    if (granting.isPresent()) {
      Optional<StatementReference> itself = first(granting.get(), Effect.ALLOW, 3);
      if (itself.isPresent()) {
        allowing.add(itself.get());
        return Optional.empty();
      }
      Optional<StatementReference> role = first(granting.get(), Effect.ALLOW, 2);
      if (role.isPresent()) {
        allowing.add(role.get());
        return limits(allowing);
      }
      Optional<StatementReference> account = first(granting.get(), Effect.ALLOW, 1);
      reachesAccount = account.isPresent();
      if (granting.get() == PolicyType.TRUST || guardian().isPresent()) {
        if (account.isEmpty()) {
          return granting;
        }
        allowing.add(account.get());
      }
    } else if (guardian().isPresent()) {
      return guardian();
    }
    Optional<StatementReference> identity = first(PolicyType.IDENTITY, Effect.ALLOW, 1);
    if (identity.isEmpty()) {
      return granting.isPresent() && !reachesAccount && !has(PolicyType.IDENTITY)
          ? granting
          : Optional.of(PolicyType.IDENTITY);
    }
    allowing.add(identity.get());
    return limits(allowing);
  }

  private Optional<PolicyType> across(List<StatementReference> allowing) {
    Optional<PolicyType> granting = granting();
    if (granting.isEmpty()) {
      return guardian().or(() -> Optional.of(PolicyType.RESOURCE));
    }
    Optional<StatementReference> direct = first(granting.get(), Effect.ALLOW, 2);
    Optional<StatementReference> any =
        direct.isPresent() ? direct : first(granting.get(), Effect.ALLOW, 1);
    if (any.isEmpty()) {
      return granting;
    }
    allowing.add(any.get());
    if (has(PolicyType.IDENTITY) || direct.isEmpty()) {
      Optional<StatementReference> identity = first(PolicyType.IDENTITY, Effect.ALLOW, 1);
      if (identity.isEmpty()) {
        return Optional.of(PolicyType.IDENTITY);
      }
      allowing.add(identity.get());
    }
    return limits(allowing);
  }

  /// Roles and keys are reached through their own policies only.
  private Optional<PolicyType> guardian() {
    String action = request.action().toString().toLowerCase(Locale.ROOT);
    if (action.matches("kms:.*") && request.resource().matches(".*:key/.*")) {
      return Optional.of(PolicyType.RESOURCE);
    }
    boolean beside = action.matches("sts:(tagsession|setsourceidentity|setcontext)");
    return action.matches("sts:assumerole.*")
            || (beside && request.resource().matches(".*:role/.*"))
        ? Optional.of(PolicyType.TRUST)
        : Optional.empty();
  }

  private Optional<PolicyType> limits(List<StatementReference> allowing) {
    for (PolicyType type : List.of(PolicyType.BOUNDARY, PolicyType.SESSION)) {
      if (has(type)) {
        Optional<StatementReference> allow = first(type, Effect.ALLOW, 1);
        if (allow.isEmpty()) {
          return Optional.of(type);
        }
        allowing.add(allow.get());
      } else if (type == PolicyType.SESSION
          && request.principal() instanceof Principal.FederatedUser) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  private Optional<PolicyType> granting() {
    return has(PolicyType.TRUST)
        ? Optional.of(PolicyType.TRUST)
        : Optional.of(PolicyType.RESOURCE).filter(this::has);
  }

  private boolean has(PolicyType type) {
    return policies.containsKey(type);
  }

  private List<List<Policy>> levels(PolicyType type) {
    return policies.getOrDefault(type, List.of());
  }

  private boolean binds(PolicyType type) {
    return type != PolicyType.SERVICE_CONTROL || request.principal().account().isPresent();
  }

  private boolean crossesAccounts() {
    Optional<AccountId> owner =
        request
            .resourceAccount()
            .or(
                () ->
                    request.resource().split(":", -1).length > 5
                        ? AccountId.parse(request.resource().split(":", -1)[4])
                        : Optional.empty());
    return owner.isPresent()
        && request.principal().account().isPresent()
        && !owner.equals(request.principal().account());
  }

  private Optional<StatementReference> first(PolicyType type, Effect effect, int atLeast) {
    for (int level = 0; level < levels(type).size(); level++) {
      Optional<StatementReference> found = first(type, level, effect, atLeast);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<StatementReference> first(
      PolicyType type, int level, Effect effect, int atLeast) {
    if (type == PolicyType.IDENTITY
        && effect == Effect.ALLOW
        && request.principal() instanceof Principal.Anonymous) {
      return Optional.empty();
    }
    List<Policy> ofLevel = levels(type).get(level);
    for (int p = 0; p < ofLevel.size(); p++) {
      List<Statement> statements = ofLevel.get(p).statements();
      for (int s = 0; s < statements.size(); s++) {
        Statement statement = statements.get(s);
        if (statement.effect() == effect && reach(type, statement) >= atLeast && is(statement)) {
          return Optional.of(
              new StatementReference(type, level, p, Optional.empty(), s, statement.sid()));
        }
      }
    }
    return Optional.empty();
  }

  private boolean is(Statement statement) {
    return listed(
            statement.actions(),
            p ->
                glob(
                    p.text().toLowerCase(Locale.ROOT),
                    request.action().toString().toLowerCase(Locale.ROOT)))
        && (statement.resources().isEmpty()
            || listed(
                statement.resources().get(),
                p -> like(p.text(), request.resource(), true).orElse(false)))
        && statement.conditions().stream().allMatch(this::holds);
  }

  private static <P> boolean listed(Matcher<P> matcher, Predicate<P> matches) {
    return switch (matcher) {
      case Matcher.In<P>(List<P> patterns) -> patterns.stream().anyMatch(matches);
      case Matcher.NotIn<P>(List<P> patterns) -> patterns.stream().noneMatch(matches);
    };
  }

  private List<String> callersAccount() {
    return request.principal() instanceof Principal.Anonymous
        ? List.of("anonymous")
        : request.principal().account().map(a -> List.of(a.digits())).orElse(List.of());
  }

  private boolean holds(Condition condition) {
    List<String> values = request.context().values(condition.key().name());
    if (values.isEmpty() && condition.key().name().equalsIgnoreCase("aws:PrincipalAccount")) {
      values = callersAccount();
    }
    boolean empty = values.stream().allMatch(String::isEmpty);
    if (condition instanceof Condition.Null) {
      return condition.operandTexts().contains(Boolean.toString(empty));
    }
    if (values.isEmpty()
        && condition.key().ifExists()
        && condition.key().set() != SetOperator.FOR_ANY_VALUE) {
      return true;
    }
    boolean negated = condition.isNegated();
    return switch (condition.key().set()) {
      case NONE -> values.stream().anyMatch(v -> any(condition, v)) != negated;
      case FOR_ALL_VALUES -> empty || values.stream().allMatch(v -> any(condition, v) != negated);
      case FOR_ANY_VALUE -> !empty && values.stream().anyMatch(v -> any(condition, v) != negated);
    };
  }

  private boolean any(Condition condition, String value) {
    return condition.operandTexts().stream()
        .anyMatch(
            operand ->
                switch (condition.operation().text()) {
                  case "StringEquals", "StringNotEquals" ->
                      like(operand, value, false).orElse(false);
                  case "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase" ->
                      like(operand.toLowerCase(Locale.ROOT), value.toLowerCase(Locale.ROOT), false)
                          .orElse(false);
                  case "StringLike", "StringNotLike" -> like(operand, value, true).orElse(false);
                  case "NumericLessThan" ->
                      value.matches("-?\\d+(\\.\\d+)?")
                          && new BigDecimal(value).compareTo(new BigDecimal(operand)) < 0;
                  case "Bool" -> operand.equalsIgnoreCase(value);
                  case "ArnLike" -> arn(operand, value);
                  default -> throw new IllegalArgumentException(condition.operation().text());
                });
  }

  private boolean arn(String operand, String value) {
    String[] o = operand.split(":", 6);
    String[] v = value.split(":", 6);
    if (o.length < 6 || v.length < 6) {
      return false;
    }
    for (int i = 0; i < 6; i++) {
      if (!glob(o[i], v[i])) {
        return false;
      }
    }
    return true;
  }

  // Variables of the forms that the generator writes: ${app:x} and ${aws:PrincipalAccount}.
  private Optional<Boolean> like(String pattern, String value, boolean wildcards) {
    StringBuilder expanded = new StringBuilder();
    int at = 0;
    while (at < pattern.length()) {
      int close = pattern.startsWith("${", at) ? pattern.indexOf('}', at) : -1;
      if (close < 0) {
        char c = pattern.charAt(at++);
        boolean wild = wildcards && (c == '*' || c == '?');
        expanded.append(wild ? c : (char) (c + 1000));
        continue;
      }
      String key = pattern.substring(at + 2, close);
      List<String> values =
          key.equalsIgnoreCase("aws:PrincipalAccount")
              ? callersAccount()
              : request.context().values(key);
      if (values.size() != 1 || values.get(0).isEmpty()) {
        return Optional.empty();
      }
      values.get(0).chars().forEach(c -> expanded.append((char) (c + 1000)));
      at = close + 1;
    }
    StringBuilder shifted = new StringBuilder();
    value.chars().forEach(c -> shifted.append((char) (c + 1000)));
    return Optional.of(glob(expanded.toString(), shifted.toString()));
  }

  private static boolean glob(String pattern, String value) {
    if (pattern.isEmpty()) {
      return value.isEmpty();
    }
    char c = pattern.charAt(0);
    String rest = pattern.substring(1);
    if (c == '*') {
      return glob(rest, value) || (!value.isEmpty() && glob(pattern, value.substring(1)));
    }
    return !value.isEmpty() && (c == '?' || c == value.charAt(0)) && glob(rest, value.substring(1));
  }

  /// 0 nobody, 1 through the account, 2 through the role, 3 the caller itself.
  private int reach(PolicyType type, Statement statement) {
    boolean named =
        switch (type) {
          case RESOURCE, TRUST, RESOURCE_CONTROL, ENDPOINT -> true;
          case IDENTITY, SESSION, BOUNDARY, SERVICE_CONTROL -> false;
        };
    if (!named) {
      return 3;
    }
    if (statement.principals().isEmpty()) {
      return type == PolicyType.RESOURCE_CONTROL ? 3 : 0;
    }
    List<PrincipalPattern> patterns = statement.principals().get().patterns();
    if (statement.principals().get() instanceof Matcher.In<PrincipalPattern>) {
      return patterns.stream().mapToInt(this::reach).max().orElse(0);
    }
    boolean bounded = has(PolicyType.BOUNDARY) && request.principal().account().isPresent();
    return statement.effect() == Effect.DENY && (bounded || !spared(patterns)) ? 3 : 0;
  }

  private boolean spared(List<PrincipalPattern> patterns) {
    Predicate<Integer> has = level -> patterns.stream().anyMatch(p -> reach(p) == level);
    return patterns.stream().anyMatch(p -> p.text().equals("*"))
        || switch (request.principal()) {
          case Principal.User _, Principal.FederatedUser _ -> has.test(1) && has.test(3);
          case Principal.RoleSession _ -> has.test(1) && has.test(2) && has.test(3);
          default -> has.test(3);
        };
  }

  private int reach(PrincipalPattern pattern) {
    String caller = request.principal().identifier();
    String text = pattern.text();
    if (text.equals("*")) {
      return 3;
    }
    if (text.equals(caller)) {
      return 3;
    }
    String account = request.principal().account().map(AccountId::digits).orElse("none");
    if (text.equals(account) || text.equals("arn:aws:iam::" + account + ":root")) {
      return 1;
    }
    String session = "arn:aws:sts::" + account + ":assumed-role/";
    String role = "arn:aws:iam::" + account + ":role/";
    return caller.startsWith(session)
            && text.startsWith(role)
            && text.substring(text.lastIndexOf('/') + 1)
                .equals(caller.substring(session.length()).split("/", -1)[0])
        ? 2
        : 0;
  }
}
