package dev.brevet.local;

import module java.base;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.brevet.iam.AccountId;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.iam.RoleArn;

/// An STS over HTTP that answers SDKs as AWS's does: the query protocol, signatures verified, trust
/// policies evaluated, the limits and error codes of the STS API.
///
/// It knows `AssumeRole`, `AssumeRoleWithWebIdentity`, `GetCallerIdentity` and `GetSessionToken`.
/// Its keys live as long as it does.
public final class LocalSts implements AutoCloseable {
  private static final int MOST_BODY = 1 << 20;
  private static final String TAGS_CLAIM = "https://aws.amazon.com/tags";
  private static final String SOURCE_IDENTITY_CLAIM = "https://aws.amazon.com/source_identity";

  private final HttpServer server;
  private final LocalIam iam;
  private final LocalKeys keys;
  private final Clock clock;
  private final SignatureV4 signatures;
  private final AssumeRole assumeRole;
  private final WebIdentityTokens tokens;
  private final Faults faults = new Faults();

  private LocalSts(
      HttpServer server, LocalIam iam, LocalKeys keys, Clock clock, Optional<Duration> longest) {
    this.server = server;
    this.iam = iam;
    this.keys = keys;
    this.clock = clock;
    this.signatures = new SignatureV4("sts", clock, keys::find);
    this.assumeRole = new AssumeRole(iam, keys, clock, longest);
    this.tokens = new WebIdentityTokens(iam, clock);
  }

  /// Starts on `port` of 127.0.0.1 (0: a free one).
  ///
  /// @throws java.io.UncheckedIOException when the port is taken
  static LocalSts start(int port, LocalIam iam, LocalKeys keys, Clock clock) {
    return start(port, iam, keys, clock, Optional.empty());
  }

  /// The same; sessions of roles last at most `longest`, where there is such a bound.
  static LocalSts start(
      int port, LocalIam iam, LocalKeys keys, Clock clock, Optional<Duration> longest) {
    HttpServer server = Loopback.server(port);
    LocalSts sts = new LocalSts(server, iam, keys, clock, longest);
    Loopback.serveNoBrowser(server, "/", sts::handle);
    server.start();
    return sts;
  }

  /// Where it listens: `http://127.0.0.1:<port>`.
  public URI endpoint() {
    return Loopback.uri(server);
  }

  /// What a test makes it do wrong, by operation: `AssumeRole`, ...
  public Faults faults() {
    return faults;
  }

  @Override
  public void close() {
    Loopback.stop(server);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Optional<WireRequest> read = WireRequest.read(exchange, MOST_BODY);
      String requestId = UUID.randomUUID().toString();
      if (read.isEmpty()) {
        exchange.sendResponseHeaders(413, -1);
        return;
      }
      WireRequest request = read.get();
      StsParameters in = parameters(request);
      String action = in.value("Action").orElse("");
      boolean asJson = request.header("accept").filter("application/json"::equals).isPresent();
      try {
        Optional<Fault> fault = faults.take(action);
        if (fault.isPresent() && fault.get() instanceof Fault.Drop) {
          return;
        }
        suffer(fault);
        Map<String, Object> result = answer(action, request, in);
        send(
            exchange, 200, StsAnswer.success(action, result, requestId, asJson), requestId, asJson);
      } catch (StsFailure failure) {
        send(
            exchange,
            failure.status(),
            StsAnswer.failure(failure, requestId, asJson),
            requestId,
            asJson);
      }
    }
  }

  private static void suffer(Optional<Fault> fault) throws StsFailure {
    switch (fault.orElse(null)) {
      case Fault.Refuse(var status, var code, var message) ->
          throw new StsFailure(status, code, message);
      case Fault.Delay(var by) -> {
        try {
          Thread.sleep(by);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      case Fault.Drop _ -> throw new IllegalStateException("dropped before");
      case null -> {}
    }
  }

  private static StsParameters parameters(WireRequest request) {
    String form =
        request.method().equals("POST")
            ? new String(request.body(), StandardCharsets.UTF_8)
            : request.rawQuery();
    return new StsParameters(UriText.parameters(form));
  }

  private Map<String, Object> answer(String action, WireRequest request, StsParameters in)
      throws StsFailure {
    if (action.isEmpty()) {
      throw new StsFailure(400, "MissingAction", "The request must contain the parameter Action.");
    }
    return switch (action) {
      case "AssumeRoleWithWebIdentity" -> withToken(request, in);
      case "AssumeRole" -> assumeRole.bySignature(caller(request), request, in);
      case "GetCallerIdentity" -> identity(caller(request));
      case "GetSessionToken" -> sessionToken(caller(request), in);
      default ->
          throw new StsFailure(
              400,
              "InvalidAction",
              "Could not find operation "
                  + action
                  + " for version "
                  + in.value("Version").orElse("NO_VERSION_SPECIFIED"));
    };
  }

  private LocalCaller caller(WireRequest request) throws StsFailure {
    return switch (signatures.verify(request)) {
      case SignatureV4.Outcome.Signed(var key, var region) -> {
        AccountId account = key.caller().account();
        if (iam.isRegionDisabled(account, region)) {
          throw new StsFailure(
              403,
              "RegionDisabledException",
              "STS is not activated in this region for account:"
                  + account
                  + ". Your account administrator can activate STS in this region using the IAM"
                  + " Console.");
        }
        yield key.caller();
      }
      case SignatureV4.Outcome.Unsigned _ ->
          throw new StsFailure(
              403, "MissingAuthenticationToken", "Request is missing Authentication Token");
      case SignatureV4.Outcome.Refused(var status, var code, var message) ->
          throw new StsFailure(status, code, message);
    };
  }

  /// Succeeds for every valid key, whatever policies say. Source: STS API, GetCallerIdentity.
  private static Map<String, Object> identity(LocalCaller caller) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("Arn", caller.arn());
    result.put("UserId", caller.uniqueId());
    result.put("Account", caller.account().digits());
    return result;
  }

  private Map<String, Object> sessionToken(LocalCaller caller, StsParameters in) throws StsFailure {
    in.optional("SerialNumber", 9, 256, "[\\w+=/:,.@-]*");
    in.optional("TokenCode", 6, 6, "[\\d]*");
    int seconds = in.integer("DurationSeconds", 900, 129600).orElse(43200);
    in.check();
    if (caller.issuedAt().isPresent()) {
      throw StsFailure.accessDenied("Cannot call GetSessionToken with session credentials");
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    boolean showsCode = in.value("SerialNumber").isPresent() || in.value("TokenCode").isPresent();
    if (showsCode) {
      AssumeRole.requireCode(iam, caller, in);
    }
    LocalCaller session =
        new LocalCaller(
            caller.principal(),
            caller.uniqueId(),
            caller.identityPolicies(),
            Optional.empty(),
            caller.tags(),
            Set.of(),
            Optional.empty(),
            showsCode ? Optional.of(now) : Optional.empty(),
            Optional.of(now));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put(
        "Credentials", AssumeRole.credentials(keys.temporary(session, now.plusSeconds(seconds))));
    return result;
  }

  private Map<String, Object> withToken(WireRequest request, StsParameters in) throws StsFailure {
    String token = in.required("WebIdentityToken", 4, 20000, "[\\s\\S]*");
    SessionSettings asked = SessionSettings.read(in);
    AccountId account =
        RoleArn.parse(asked.roleArn())
            .map(RoleArn::account)
            .orElseThrow(() -> StsFailure.validation("Request ARN is invalid"));
    WebIdentityTokens.Verified verified = tokens.verify(token, account);
    String host = verified.provider().host();
    String subject = verified.claims().getSubject();
    RequestContext.Builder context = RequestContext.builder();
    context.put("aws:FederatedProvider", verified.provider().arn());
    context.put(host + ":sub", subject);
    context.put(host + ":aud", verified.audience());
    Object amr = verified.claims().getClaim("amr");
    if (amr instanceof List<?> list) {
      context.put(host + ":amr", list.stream().map(Object::toString).toList());
    }
    Map<String, String> tags = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Set<String> transitive = new LinkedHashSet<>();
    if (verified.claims().getClaim(TAGS_CLAIM) instanceof Map<?, ?> claim) {
      if (claim.get("principal_tags") instanceof Map<?, ?> principalTags) {
        principalTags.forEach((key, value) -> tags.put(key.toString(), first(value)));
      }
      if (claim.get("transitive_tag_keys") instanceof List<?> transitiveKeys) {
        transitiveKeys.forEach(key -> transitive.add(key.toString()));
      }
    }
    Optional<String> sourceIdentity =
        Optional.ofNullable(verified.claims().getClaim(SOURCE_IDENTITY_CLAIM))
            .map(Object::toString);
    Map<String, Object> result =
        new LinkedHashMap<>(
            assumeRole.byToken(
                // IAM names a provider by its host and path alone, and takes it to be https.
                new Principal.WebIdentity("https://" + host, subject),
                context.build(),
                tags,
                transitive,
                sourceIdentity,
                request,
                in));
    result.put("SubjectFromWebIdentityToken", subject);
    result.put("Provider", verified.provider().arn());
    result.put("Audience", verified.audience());
    return result;
  }

  private static String first(Object value) {
    return value instanceof List<?> list ? list.get(0).toString() : value.toString();
  }

  private static void send(
      HttpExchange exchange, int status, String body, String requestId, boolean asJson)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", asJson ? "application/json" : "text/xml");
    exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
