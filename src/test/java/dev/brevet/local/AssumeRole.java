package dev.brevet.local;

import module java.base;

import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.iam.RoleArn;
import dev.brevet.policy.Policy;

/// `AssumeRole` and `AssumeRoleWithWebIdentity` of the local STS.
///
/// Sources: STS API, AssumeRole and AssumeRoleWithWebIdentity; IAM User Guide, id_session-tags,
/// id_credentials_temp_control-access_monitor and id_roles (role chaining).
final class AssumeRole {
  private static final int CHAINED_SECONDS = 3600;
  private static final int DEFAULT_SECONDS = 3600;

  private final LocalIam iam;
  private final LocalKeys keys;
  private final LocalAuthorization authorization;
  private final Clock clock;
  private final Optional<Duration> longest;

  AssumeRole(LocalIam iam, LocalKeys keys, Clock clock, Optional<Duration> longest) {
    this.longest = longest;
    this.iam = iam;
    this.keys = keys;
    this.authorization = new LocalAuthorization(iam, clock);
    this.clock = clock;
  }

  /// For a caller who signed.
  Map<String, Object> bySignature(LocalCaller caller, WireRequest request, StsParameters in)
      throws StsFailure {
    SessionSettings asked = inherit(caller, SessionSettings.read(in));
    LocalIam.Role role = role(asked).orElseThrow(() -> denied(caller, Action.ASSUME_ROLE, asked));
    if (caller.principal() instanceof Principal.Root) {
      throw StsFailure.accessDenied("Roles may not be assumed by root accounts.");
    }
    RequestContext.Builder context = authorization.callerContext(caller);
    mfaOf(caller, in)
        .ifPresent(
            at -> {
              context.put("aws:MultiFactorAuthPresent", "true");
              context.put("aws:MultiFactorAuthAge", "0");
            });
    authorization.addRequest(context, request, role, asked);
    for (Action action : actions(Action.ASSUME_ROLE, caller, asked)) {
      if (!authorization.allows(caller, action, role, context.build())) {
        throw denied(caller, action, asked);
      }
    }
    if (caller.isRoleSession() && asked.seconds().orElse(0) > CHAINED_SECONDS) {
      throw StsFailure.validation(
          "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role"
              + " chaining.");
    }
    return session(role, asked, inheritedTags(caller, asked), caller.transitiveKeys());
  }

  /// For a caller with a token that was verified: `issuer` and `subject` are its own words.
  Map<String, Object> byToken(
      Principal.WebIdentity subject,
      RequestContext token,
      Map<String, String> tags,
      Set<String> transitiveKeys,
      Optional<String> sourceIdentity,
      WireRequest request,
      StsParameters in)
      throws StsFailure {
    SessionSettings read = SessionSettings.read(in);
    SessionSettings asked =
        new SessionSettings(
            read.roleArn(),
            read.sessionName(),
            read.seconds(),
            read.policyText(),
            read.policyArns(),
            tags,
            transitiveKeys,
            Optional.empty(),
            sourceIdentity);
    LocalIam.Role role = role(asked).orElseThrow(AssumeRole::tokenDenied);
    RequestContext.Builder context = token.toBuilder();
    authorization.addRequest(context, request, role, asked);
    Action first = Action.ASSUME_ROLE_WITH_WEB_IDENTITY;
    for (Action action : actions(first, Optional.empty(), asked)) {
      if (!authorization.allowsToken(subject, action, role, context.build())) {
        throw tokenDenied();
      }
    }
    return session(role, asked, tags, Set.of());
  }

  private Optional<LocalIam.Role> role(SessionSettings asked) {
    return RoleArn.parse(asked.roleArn()).flatMap(iam::role);
  }

  /// A source identity stays through chaining, and cannot be changed there.
  private static SessionSettings inherit(LocalCaller caller, SessionSettings asked)
      throws StsFailure {
    Optional<String> kept = caller.sourceIdentity();
    if (kept.isPresent()
        && asked.sourceIdentity().filter(id -> !id.equals(kept.get())).isPresent()) {
      throw denied(caller, Action.SET_SOURCE_IDENTITY, asked);
    }
    for (String key : asked.tags().keySet()) {
      if (caller.transitiveKeys().stream().anyMatch(key::equalsIgnoreCase)) {
        throw new StsFailure(
            400,
            "InvalidParameterValue",
            "One of the specified transitive tag keys can't be set because it conflicts with a"
                + " transitive tag key from the calling session.");
      }
    }
    return new SessionSettings(
        asked.roleArn(),
        asked.sessionName(),
        asked.seconds(),
        asked.policyText(),
        asked.policyArns(),
        asked.tags(),
        asked.transitiveKeys(),
        asked.externalId(),
        asked.sourceIdentity().or(() -> kept));
  }

  private static Map<String, String> inheritedTags(LocalCaller caller, SessionSettings asked) {
    Map<String, String> tags = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    caller.transitiveKeys().forEach(key -> tags.put(key, caller.tags().get(key)));
    tags.putAll(asked.tags());
    return tags;
  }

  private static Set<Action> actions(Action first, LocalCaller caller, SessionSettings asked) {
    return actions(first, Optional.of(caller), asked);
  }

  private static Set<Action> actions(
      Action first, Optional<LocalCaller> caller, SessionSettings asked) {
    Set<Action> actions = new LinkedHashSet<>(List.of(first));
    boolean inherits = caller.filter(c -> !c.transitiveKeys().isEmpty()).isPresent();
    if (!asked.tags().isEmpty() || inherits) {
      actions.add(Action.TAG_SESSION);
    }
    if (asked.sourceIdentity().isPresent()) {
      actions.add(Action.SET_SOURCE_IDENTITY);
    }
    return actions;
  }

  /// When the caller showed a code of its device with this very request.
  private Optional<Instant> mfaOf(LocalCaller caller, StsParameters in) throws StsFailure {
    if (in.value("SerialNumber").isEmpty() && in.value("TokenCode").isEmpty()) {
      return Optional.empty();
    }
    requireCode(iam, caller, in);
    return Optional.of(clock.instant());
  }

  /// @throws StsFailure AccessDenied when the code is not one of the caller's device
  static void requireCode(LocalIam iam, LocalCaller caller, StsParameters in) throws StsFailure {
    Optional<LocalIam.User> user = iam.user(caller.arn());
    boolean right =
        user.isPresent()
            && user.get().mfaSerial().equals(in.value("SerialNumber"))
            && user.get().mfaCodes().contains(in.value("TokenCode").orElse(""));
    if (!right) {
      throw StsFailure.accessDenied(
          "MultiFactorAuthentication failed with invalid MFA one time pass code. ");
    }
  }

  private Map<String, Object> session(
      LocalIam.Role role,
      SessionSettings asked,
      Map<String, String> tags,
      Set<String> inheritedKeys)
      throws StsFailure {
    int seconds = asked.seconds().orElse(DEFAULT_SECONDS);
    if (seconds > role.maxSessionSeconds()) {
      throw StsFailure.validation(
          "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }
    Optional<List<Policy>> policies = asked.sessionPolicies(iam, role.arn().account().digits());
    Optional<Integer> packed = asked.packedPercent(tags);
    Set<String> transitive = new LinkedHashSet<>(inheritedKeys);
    transitive.addAll(asked.transitiveKeys());
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    LocalCaller plain = LocalIam.session(role, asked.sessionName(), now);
    Map<String, String> allTags = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    allTags.putAll(plain.tags());
    allTags.putAll(tags);
    LocalCaller session =
        new LocalCaller(
            plain.principal(),
            plain.uniqueId(),
            plain.identityPolicies(),
            policies,
            allTags,
            transitive,
            asked.sourceIdentity(),
            Optional.empty(),
            Optional.of(now));
    Duration length =
        longest.filter(most -> most.toSeconds() < seconds).orElse(Duration.ofSeconds(seconds));
    LocalKey key = keys.temporary(session, now.plus(length));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("Credentials", credentials(key));
    Map<String, Object> user = new LinkedHashMap<>();
    user.put("AssumedRoleId", session.uniqueId());
    user.put("Arn", session.arn());
    result.put("AssumedRoleUser", user);
    packed.ifPresent(percent -> result.put("PackedPolicySize", percent));
    asked.sourceIdentity().ifPresent(id -> result.put("SourceIdentity", id));
    return result;
  }

  /// A key as STS hands it out.
  static Map<String, Object> credentials(LocalKey key) {
    Map<String, Object> credentials = new LinkedHashMap<>();
    credentials.put("AccessKeyId", key.accessKeyId());
    credentials.put("SecretAccessKey", key.secretAccessKey().reveal());
    credentials.put("SessionToken", key.sessionToken().orElseThrow().reveal());
    credentials.put(
        "Expiration", DateTimeFormatter.ISO_INSTANT.format(key.expiration().orElseThrow()));
    return credentials;
  }

  private static StsFailure denied(LocalCaller caller, Action action, SessionSettings asked) {
    return StsFailure.accessDenied(
        "User: "
            + caller.arn()
            + " is not authorized to perform: "
            + action
            + " on resource: "
            + asked.roleArn());
  }

  private static StsFailure tokenDenied() {
    return StsFailure.accessDenied("Not authorized to perform sts:AssumeRoleWithWebIdentity");
  }
}
