package dev.brevet.local;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.brevet.iam.AccountId;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RoleArn;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.json.Malformed;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;

/// The IAM of the local accounts, as `samples/iam.json` describes it: users, roles, managed
/// policies, OpenID Connect providers.
final class LocalIam {
  /// The account in which Brevet lives.
  static final AccountId ACCOUNT = new AccountId("111122223333");

  static final String PARTITION = "aws";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, User> users = new LinkedHashMap<>();
  private final Map<RoleArn, Role> roles = new LinkedHashMap<>();
  private final Map<String, Policy> managedPolicies = new LinkedHashMap<>();
  private final List<OpenIdConnectProvider> providers = new ArrayList<>();
  private final Map<String, Account> accounts = new LinkedHashMap<>();

  /// An IAM user; `mfaCodes` are the codes that its device, `mfaSerial`, shows.
  record User(LocalCaller caller, String name, Optional<String> mfaSerial, Set<String> mfaCodes) {}

  /// A role, with how long its sessions may be.
  record Role(
      RoleArn arn,
      String uniqueId,
      Policy trustPolicy,
      List<Policy> policies,
      Map<String, String> tags,
      int maxSessionSeconds) {}

  /// A trusted issuer of an account.
  record OpenIdConnectProvider(AccountId account, String url, Set<String> clientIds) {
    /// As trust policies name it.
    String arn() {
      return "arn:" + PARTITION + ":iam::" + account + ":oidc-provider/" + host();
    }

    /// The issuer without its scheme, which prefixes its condition keys.
    String host() {
      return url.substring(url.indexOf("://") + 3);
    }
  }

  private record Account(Optional<String> organization, Set<String> disabledRegions) {}

  /// Reads the text of an `iam.json`.
  ///
  /// @throws IllegalArgumentException naming what is wrong
  static LocalIam read(String json) {
    LocalIam iam = new LocalIam();
    JsonNode root = parse(json);
    root.path("accounts")
        .properties()
        .forEach(e -> iam.accounts.put(e.getKey(), account(e.getValue())));
    root.path("managedPolicies")
        .properties()
        .forEach(
            e -> iam.managedPolicies.put(e.getKey(), policy(e.getValue(), PolicyType.SESSION)));
    root.path("users").forEach(iam::addUser);
    root.path("roles").forEach(iam::addRole);
    root.path("openIdConnectProviders")
        .forEach(
            node ->
                iam.providers.add(
                    new OpenIdConnectProvider(
                        new AccountId(node.path("account").asText()),
                        node.path("url").asText(),
                        Set.copyOf(texts(node.path("clientIds"))))));
    return iam;
  }

  /// Adds a role that something else than `iam.json` declares, a template's.
  void addRole(RoleArn arn, String trustPolicy, List<String> policies) {
    roles.put(
        arn,
        new Role(
            arn,
            uniqueId("AROA", arn.toString()),
            policy(parse(trustPolicy), PolicyType.TRUST),
            policies.stream().map(text -> policy(parse(text), PolicyType.IDENTITY)).toList(),
            Map.of(),
            3600));
  }

  List<User> users() {
    return List.copyOf(users.values());
  }

  /// The user with this ARN.
  Optional<User> user(String arn) {
    return Optional.ofNullable(users.get(arn));
  }

  Optional<Role> role(RoleArn arn) {
    return Optional.ofNullable(roles.get(arn));
  }

  /// A managed policy of a customer or of AWS, as a session policy.
  Optional<Policy> managedPolicy(String arn) {
    return Optional.ofNullable(managedPolicies.get(arn));
  }

  Optional<OpenIdConnectProvider> provider(AccountId account, String issuer) {
    return providers.stream()
        .filter(provider -> provider.account().equals(account) && provider.url().equals(issuer))
        .findFirst();
  }

  Optional<String> organization(AccountId account) {
    return Optional.ofNullable(accounts.get(account.digits())).flatMap(Account::organization);
  }

  boolean isRegionDisabled(AccountId account, String region) {
    Account found = accounts.get(account.digits());
    return found != null && found.disabledRegions().contains(region);
  }

  /// The caller that a session of `role` is, before session policies and tags of its own.
  static LocalCaller session(Role role, String sessionName, Instant issuedAt) {
    return new LocalCaller(
        new Principal.RoleSession(
            role.arn().partition(),
            role.arn().account(),
            Optional.of(role.arn().path()),
            role.arn().name(),
            sessionName),
        role.uniqueId() + ":" + sessionName,
        role.policies(),
        Optional.empty(),
        role.tags(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(issuedAt));
  }

  /// A unique id as IAM makes them: four letters for the kind, 17 characters. The same for the same
  /// ARN.
  static String uniqueId(String prefix, String arn) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(arn.getBytes(StandardCharsets.UTF_8));
      StringBuilder out = new StringBuilder(prefix);
      for (int i = 0; i < 17; i++) {
        out.append("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".charAt(hash[i] & 31));
      }
      return out.toString();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void addUser(JsonNode node) {
    String arn = node.path("arn").asText();
    Principal.User principal =
        Principal.parseArn(arn)
            .filter(Principal.User.class::isInstance)
            .map(Principal.User.class::cast)
            .orElseThrow(() -> new IllegalArgumentException("not the ARN of a user: " + arn));
    LocalCaller caller =
        LocalCaller.longTerm(
            principal,
            uniqueId("AIDA", arn),
            policies(node.path("policies")),
            textMap(node.path("tags")));
    JsonNode device = node.path("mfaDevice");
    users.put(
        arn,
        new User(
            caller,
            principal.name(),
            Optional.ofNullable(device.path("serialNumber").asText(null)),
            Set.copyOf(texts(device.path("codes")))));
  }

  private void addRole(JsonNode node) {
    String text = node.path("arn").asText();
    RoleArn arn =
        RoleArn.parse(text)
            .orElseThrow(() -> new IllegalArgumentException("not the ARN of a role: " + text));
    roles.put(
        arn,
        new Role(
            arn,
            uniqueId("AROA", text),
            policy(node.path("trustPolicy"), PolicyType.TRUST),
            policies(node.path("policies")),
            textMap(node.path("tags")),
            node.path("maxSessionDuration").asInt(3600)));
  }

  private static Account account(JsonNode node) {
    return new Account(
        Optional.ofNullable(node.path("organization").asText(null)),
        new TreeSet<>(texts(node.path("disabledRegions"))));
  }

  private static List<Policy> policies(JsonNode node) {
    List<Policy> policies = new ArrayList<>();
    node.forEach(one -> policies.add(policy(one, PolicyType.IDENTITY)));
    return policies;
  }

  private static Policy policy(JsonNode node, PolicyType type) {
    return switch (PolicyReader.read(node.toString(), type)) {
      case Parsed(var policy) -> policy;
      case Malformed malformed ->
          throw new IllegalArgumentException(malformed.message() + " in " + node);
    };
  }

  private static Map<String, String> textMap(JsonNode node) {
    Map<String, String> map = new LinkedHashMap<>();
    node.properties().forEach(e -> map.put(e.getKey(), e.getValue().asText()));
    return map;
  }

  private static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    node.forEach(one -> texts.add(one.asText()));
    return texts;
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }
}
