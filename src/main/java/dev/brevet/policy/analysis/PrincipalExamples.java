package dev.brevet.policy.analysis;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Arn;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RoleArn;
import dev.brevet.policy.PrincipalKind;
import dev.brevet.policy.PrincipalPattern;
import dev.brevet.policy.Statement;

/// An example of every kind of principal that the principals of some statements distinguish: those
/// that they name, and of each [PrincipalKind] one that no statement names, in each account that
/// they name and in one that they do not.
final class PrincipalExamples {
  private static final int MOST = 100_000;
  private static final String PROVIDER = ":oidc-provider/";
  private static final Pattern NO_LETTER = Pattern.compile("[^A-Za-z0-9]+");

  private final Set<Principal> found = new LinkedHashSet<>();
  private final Set<String> accounts = new LinkedHashSet<>();
  private final Map<RoleName, Sessions> roles = new LinkedHashMap<>();

  /// A name that no statement has.
  private final String nobody;

  /// What a session's ARN says of its role.
  private record RoleName(String partition, AccountId account, String name) {}

  /// Of the roles of one name: their paths and the sessions that are named.
  private record Sessions(Set<String> paths, Set<String> names) {}

  private PrincipalExamples(List<PrincipalPattern> patterns) {
    Set<String> words = new HashSet<>();
    patterns.forEach(pattern -> words.addAll(Arrays.asList(NO_LETTER.split(pattern.text()))));
    this.nobody = unlike(words, "somebody");
    this.accounts.add(unlike(words, "999999999999"));
  }

  /// The principals to ask about; none where they are too many.
  static List<Principal> of(List<Statement> statements) {
    List<PrincipalPattern> patterns =
        statements.stream()
            .flatMap(statement -> statement.principals().stream())
            .flatMap(matcher -> matcher.patterns().stream())
            .distinct()
            .toList();
    PrincipalExamples examples = new PrincipalExamples(patterns);
    patterns.forEach(examples::add);
    return examples.sessions() ? examples.all() : List.of();
  }

  private void add(PrincipalPattern pattern) {
    switch (pattern) {
      case PrincipalPattern.Named(Principal principal, _) -> {
        principal.account().map(AccountId::digits).ifPresent(accounts::add);
        named(principal);
      }
      case PrincipalPattern.Account(AccountId account, _) -> accounts.add(account.digits());
      case PrincipalPattern.Service(String name) -> found.add(new Principal.Service(name));
      case PrincipalPattern.FederatedProvider(String provider) ->
          found.addAll(provided(provider, nobody));
      case PrincipalPattern.Everyone _,
          PrincipalPattern.EveryAwsPrincipal _,
          PrincipalPattern.Nobody _ -> {}
    }
  }

  private void named(Principal principal) {
    switch (principal) {
      case Principal.RoleSession session ->
          of(session.partition(), session.ofAccount(), session.roleName())
              .names()
              .add(session.sessionName());
      case Principal.Role(RoleArn role) -> {
        of(role.partition(), role.account(), role.name()).paths().add(role.path());
        found.add(principal);
      }
      case Principal.Root _,
          Principal.User _,
          Principal.FederatedUser _,
          Principal.WebIdentity _,
          Principal.SamlIdentity _,
          Principal.Service _,
          Principal.Anonymous _ ->
          found.add(principal);
    }
  }

  private Sessions of(String partition, AccountId account, String name) {
    return roles.computeIfAbsent(
        new RoleName(partition, account, name),
        _ -> new Sessions(new LinkedHashSet<>(), new LinkedHashSet<>()));
  }

  /// A role acts through sessions: of each name that has one, and of one that has none, a session
  /// of each path, of another path, and one whose path is unknown. False when there are too many.
  private boolean sessions() {
    for (Map.Entry<RoleName, Sessions> entry : roles.entrySet()) {
      RoleName role = entry.getKey();
      List<Optional<String>> paths = new ArrayList<>();
      entry.getValue().paths().forEach(path -> paths.add(Optional.of(path)));
      paths.add(Optional.empty());
      if (paths.size() > 1) {
        paths.add(Optional.of("/" + nobody + "/"));
      }
      List<String> names =
          Stream.concat(entry.getValue().names().stream(), Stream.of(nobody)).toList();
      if ((long) names.size() * paths.size() + found.size() > MOST) {
        return false;
      }
      for (Optional<String> path : paths) {
        path.map(known -> new RoleArn(role.partition(), role.account(), known, role.name()))
            .ifPresent(arn -> found.add(new Principal.Role(arn)));
        for (String name : names) {
          found.add(
              new Principal.RoleSession(role.partition(), role.account(), path, role.name(), name));
        }
      }
    }
    return (long) found.size() + 5L * accounts.size() <= MOST;
  }

  private List<Principal> all() {
    for (PrincipalKind kind : PrincipalKind.values()) {
      if (kind.isOfAccount()) {
        accounts.forEach(account -> found.add(unnamed(kind, new AccountId(account))));
      } else {
        found.add(unnamed(kind, new AccountId(accounts.iterator().next())));
      }
    }
    return List.copyOf(found);
  }

  /// One of that kind that no statement names.
  private Principal unnamed(PrincipalKind kind, AccountId account) {
    return switch (kind) {
      case ROOT -> new Principal.Root("aws", account);
      case USER -> new Principal.User("aws", account, "/", nobody);
      case ROLE -> new Principal.Role(new RoleArn("aws", account, "/", nobody));
      case ROLE_SESSION ->
          new Principal.RoleSession("aws", account, Optional.of("/"), nobody, nobody);
      case FEDERATED_USER -> new Principal.FederatedUser("aws", account, nobody);
      case WEB_IDENTITY -> new Principal.WebIdentity("https://" + nobody + ".invalid", nobody);
      case SAML_IDENTITY ->
          new Principal.SamlIdentity(
              new Arn("aws", "iam", "", account.digits(), "saml-provider/" + nobody), nobody);
      case SERVICE -> new Principal.Service(nobody + ".amazonaws.com");
      case ANONYMOUS -> new Principal.Anonymous();
    };
  }

  /// The bearers of tokens and assertions that an entry of `Federated` may mean.
  private static List<Principal> provided(String provider, String subject) {
    List<Principal> found = new ArrayList<>();
    int name = provider.startsWith("arn:") ? provider.indexOf(PROVIDER) : -PROVIDER.length();
    List<String> issuers = new ArrayList<>();
    if (name != -1) {
      issuers.add("https://" + provider.substring(name + PROVIDER.length()));
    }
    issuers.add(provider);
    issuers.stream()
        .filter(issuer -> issuer.indexOf('#') < 0)
        .forEach(issuer -> found.add(new Principal.WebIdentity(issuer, subject)));
    Arn.parse(provider)
        .filter(arn -> arn.toString().equals(provider))
        .ifPresent(arn -> found.add(new Principal.SamlIdentity(arn, subject)));
    return found;
  }

  /// A name of the same length and kind that is none of `words`.
  private static String unlike(Set<String> words, String name) {
    String other = name;
    for (long i = 0; words.contains(other); i++) {
      String number = Long.toString(i);
      other = name.substring(0, name.length() - number.length()) + number;
    }
    return other;
  }
}
