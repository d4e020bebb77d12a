package dev.brevet.policy.element;

import module java.base;

import dev.brevet.policy.element.KnownKey.Form;
import dev.brevet.policy.element.KnownKey.Subject;

/// Whether a condition of an allowing statement restricts: the one notion of it, for trust
/// policies, for resources' and for identity-based ones.
///
/// It does when it must hold of every request ([#isRequired]), and every one of its operands names
/// a party or thing: an account, an organization, a network, a resource. Wildcards that match
/// everything name none, nor do variables that the caller chooses, nor ranges of addresses that are
/// broad together. [KnownKey] has what each key says.
///
/// Conditions of a statement must all hold, so that one that restricts is enough.
public enum Restriction {
  /// AWS principals of accounts or organizations that it names: no anonymous caller, no token.
  PARTY,
  /// One principal, role or session of such an account. What is a `HOLDER` is a `PARTY` too.
  PRINCIPAL,
  /// Principals by their name or tag, in whatever account.
  NAME,
  /// Resources of accounts or organizations that it names, for which a service acts.
  SOURCE,
  /// A resource whose ARN holds no account, for which a service acts: the next owner of that name
  /// is let in.
  SOURCE_NAME,
  /// Networks that it names.
  NETWORK,
  /// Callers that have signed in with more than one factor.
  SIGN_IN,
  /// What is acted upon.
  TARGET;

  /// How the placeholders of a template begin.
  static final String PARAMETER = "brevet-parameter-";

  private static final String MANAGED = "iam::aws:policy/";

  /// Managed policies that allow everything, or to get it, by what follows an ARN's partition.
  private static final List<String> EVERYTHING =
      List.of(MANAGED + "AdministratorAccess", MANAGED + "IAMFullAccess");

  /// Values of keys that take nothing from the holder of the policy.
  private static final Map<String, List<String>> UNLIMITED =
      Map.of(
          "aws:multifactorauthpresent",
          List.of("false"),
          "iam:policyarn",
          EVERYTHING,
          "iam:permissionsboundary",
          EVERYTHING);

  /// What the condition restricts requests to; empty when it restricts nothing.
  public static Optional<Restriction> of(Condition condition) {
    KnownKey key = KnownKey.of(condition.key().lowerName());
    SetOperator set = condition.key().set();
    boolean fits =
        set == SetOperator.NONE
            || (set == SetOperator.FOR_ANY_VALUE
                && (key.isMultivalued() || key.subject() == Subject.TARGET));
    if (!isRequired(condition) || !fits) {
      return Optional.empty();
    }
    return switch (key.subject()) {
      case PARTY ->
          named(key.form(), condition)
              ? Optional.of(isOnePrincipal(condition) ? PRINCIPAL : PARTY)
              : Optional.empty();
      case SOURCE ->
          named(key.form(), condition)
              ? Optional.of(SOURCE)
              : Optional.of(SOURCE_NAME).filter(_ -> isNamedSource(condition));
      case NETWORK -> Optional.of(NETWORK).filter(_ -> named(key.form(), condition));
      case HOLDER -> Optional.of(NAME).filter(_ -> isNarrow(condition));
      case SIGN_IN -> Optional.of(SIGN_IN).filter(_ -> isNarrow(condition));
      case TARGET -> Optional.of(TARGET).filter(_ -> isNarrow(condition));
      case ANY_CALLER -> Optional.empty();
    };
  }

  /// Whether it keeps callers of foreign accounts out, wherever they come from.
  public boolean keepsStrangersOut() {
    return switch (this) {
      case PARTY, PRINCIPAL, SOURCE, SOURCE_NAME, NETWORK -> true;
      case NAME, SIGN_IN, TARGET -> false;
    };
  }

  /// Whether it takes something from the holders of the policy. Of all principals of an account the
  /// account is the same.
  public boolean bindsHolders() {
    return this != PARTY;
  }

  /// Whether it names the AWS principals that it lets in, by their account or organization.
  public boolean isOfParty() {
    return this == PARTY || this == PRINCIPAL;
  }

  /// Whether the condition holds for no request in which the key is absent, or has no value that an
  /// operand matches. A key that AWS always sends is no exception: that it does is AWS's word, and
  /// not so of every caller of Brevet.
  public static boolean isRequired(Condition condition) {
    return !(condition instanceof Condition.Null)
        && !condition.isNegated()
        && !condition.key().ifExists()
        && condition.key().set() != SetOperator.FOR_ALL_VALUES;
  }

  /// Whether requests that AWS sends, by callers of which the condition speaks, have its key: every
  /// request, or every one of an AWS principal.
  public static boolean isSentFor(String lowerKey, boolean onlyAwsPrincipals) {
    KnownKey key = KnownKey.of(lowerKey);
    return key.presence() == KnownKey.Presence.ALWAYS || (onlyAwsPrincipals && key.isOfPrincipal());
  }

  /// Whether every operand is of a party, by the form that the key's values have.
  private static boolean named(Form form, Condition condition) {
    return switch (condition) {
      case Condition.Text text ->
          all(text.operands(), o -> form.names(o.literalPrefix(), o.isLiteral()));
      case Condition.Arn arn ->
          form == Form.ARN
              && all(arn.operands(), o -> form.names(withAccount(o.literal(4)), false));
      case Condition.IpAddress address ->
          form == Form.ADDRESS
              && AddressCoverage.isNarrow(
                  address.operands().stream().map(Condition.Operand::value).toList());
      case Condition.Numeric _,
          Condition.Date _,
          Condition.Bool _,
          Condition.Binary _,
          Condition.Null _ ->
          false;
    };
  }

  /// Of conditions that name a party: whether each operand goes on to name one principal of it.
  private static boolean isOnePrincipal(Condition condition) {
    return switch (condition) {
      case Condition.Text text -> all(text.operands(), o -> isOnePrincipal(o.literalPrefix()));
      case Condition.Arn arn -> all(arn.operands(), o -> isName(o.literalStart(5)));
      case Condition.Numeric _,
          Condition.Date _,
          Condition.Bool _,
          Condition.Binary _,
          Condition.IpAddress _,
          Condition.Null _ ->
          false;
    };
  }

  private static boolean isOnePrincipal(String literal) {
    String[] parts = literal.split(":", 6);
    return parts.length == 6
        ? isName(parts[5])
        : literal.startsWith("AROA") || literal.startsWith("AIDA") || literal.indexOf('/') == 12;
  }

  /// `role/x`, and not `role/`.
  private static boolean isName(String resource) {
    int slash = resource.indexOf('/');
    return slash > 0 && slash < resource.length() - 1;
  }

  /// Whether each operand is an ARN that names one resource without its account: a bucket, whose
  /// name is one in the world, or what stands below the id of something.
  private static boolean isNamedSource(Condition condition) {
    return condition instanceof Condition.Arn arn
        ? all(arn.operands(), o -> Form.ARN.names(withAccount(o.literal(4)), false) || isNamed(o))
        : condition instanceof Condition.Text text
            && all(
                text.operands(),
                o -> o.isLiteral() && isNamed(new ArnPattern(o.text(), PolicyVersion.V2008_10_17)));
  }

  /// The parts of an ARN are matched one by one, so that only the account counts.
  private static String withAccount(String account) {
    return "arn::::" + account + ":";
  }

  private static boolean isNamed(ArnPattern arn) {
    String name = arn.literalStart(5);
    if (arn.literal(2).equals("s3")) {
      return !name.isEmpty() && arn.literal(5).equals(name);
    }
    boolean path = name.startsWith("/");
    int type = name.indexOf('/', path ? 1 : 0);
    boolean below = name.indexOf('/', type + 1) > 0;
    // `/restapis/id`.
    boolean whole = path && type < name.length() - 1 && arn.literal(5).equals(name);
    return arn.isEmptyPart(4) && !arn.literal(2).isEmpty() && type > 0 && (below || whole);
  }

  /// Whether no operand matches everything that the key may be.
  private static boolean isNarrow(Condition condition) {
    String key = condition.key().lowerName();
    return switch (condition) {
      case Condition.Text text -> all(text.operands(), o -> isNarrow(key, o));
      case Condition.Arn arn ->
          all(
              arn.operands(),
              o -> isNarrow(key, WildcardPattern.like(o.text(), PolicyVersion.V2012_10_17)));
      case Condition.Bool bool ->
          all(bool.operands(), o -> !o.hasVariables())
              && bool.operands().stream().map(o -> o.matches("true")).distinct().count() == 1
              && UNLIMITED.getOrDefault(key, List.of()).stream()
                  .noneMatch(value -> bool.operands().getFirst().matches(value));
      case Condition.IpAddress address ->
          AddressCoverage.isNarrow(
              address.operands().stream().map(Condition.Operand::value).toList());
      // More than nothing, or less than very much, is every number that a request has.
      case Condition.Numeric numeric ->
          !numeric.operands().isEmpty()
              && (numeric.operation().comparison() == Comparison.EQUALS || isOfSignIn(key));
      case Condition.Date date ->
          !date.operands().isEmpty()
              && (date.operation().comparison() == Comparison.EQUALS || isOfSignIn(key));
      case Condition.Binary binary -> !binary.operands().isEmpty();
      case Condition.Null _ -> false;
    };
  }

  private static boolean isOfSignIn(String lowerKey) {
    return KnownKey.of(lowerKey).subject() == Subject.SIGN_IN;
  }

  /// A key is always equal to itself.
  private static boolean isNarrow(String key, WildcardPattern operand) {
    WildcardPattern filled = operand.filled("v");
    return operand.variableKeys().allMatch(other -> isOfCaller(other) && !other.equals(key))
        && !OpenPattern.isOpen(operand)
        && UNLIMITED.getOrDefault(key, List.of()).stream()
            .noneMatch(value -> filled.matches(inPartition(value, operand.text())));
  }

  /// A managed policy in a partition that an operand matches, or in the first one.
  private static String inPartition(String value, String operand) {
    String[] part = operand.split(":", 3);
    String partition = part.length < 3 ? "aws" : part[1].replace("*", "").replace('?', 'x');
    return value.startsWith(MANAGED) ? "arn:" + partition + ":" + value : value;
  }

  /// Whether the caller cannot choose what the variable stands for.
  static boolean isOfCaller(String lowerKey) {
    Subject subject = KnownKey.of(lowerKey).subject();
    return subject == Subject.PARTY || subject == Subject.HOLDER || lowerKey.startsWith(PARAMETER);
  }

  private static <T> boolean all(List<T> operands, Predicate<T> names) {
    return !operands.isEmpty() && operands.stream().allMatch(names);
  }
}
