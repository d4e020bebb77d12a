package dev.brevet.api;

import module java.base;

import dev.brevet.decisionlog.DecisionId;
import dev.brevet.iam.AsciiCase;
import dev.brevet.json.DocumentReading;

/// A refusal or fault as the caller sees it: a document of RFC 9457, `application/problem+json`.
///
/// `type` is `urn:brevet:problem:<code>` and stable. `detail` is safe to show: it never holds the
/// reason of a refusal, a secret or a Java name. Source: RFC 9457, section 3.
public final class Problem {
  public static final String DECISION_HEADER = "Brevet-Decision-Id";
  public static final String RETRY_HEADER = "Retry-After";

  private final Code code;
  private final Map<String, Object> members = new LinkedHashMap<>();
  private final Map<String, String> headers = new LinkedHashMap<>();
  private List<Flaw> errors = List.of();
  private String detail;

  /// One of several things that are wrong; `field` is a path such as `parameters.day.pattern`.
  public record Flaw(String field, String detail) {}

  private Problem(Code code) {
    this.code = code;
    this.detail = code.title;
  }

  public static Problem of(Code code) {
    return new Problem(code);
  }

  /// A request that asks for more than one request may cause. What it asks for was not begun, or
  /// not finished.
  public static Problem tooMuchWork() {
    return malformed(
        "body", "the request takes more work than one request may cause: ask for less");
  }

  /// A request that cannot be read: `field` is the one at fault, `body` where it is the whole, or a
  /// header's name.
  public static Problem malformed(String field, String detail) {
    return of(Code.MALFORMED_REQUEST).detail(detail).member("field", field);
  }

  /// A document that cannot be read: the first mistake, and all of them as errors.
  public static Problem malformed(List<DocumentReading.Problem> problems) {
    DocumentReading.Problem first = problems.getFirst();
    return malformed(first.field().isEmpty() ? "body" : first.field(), first.toString())
        .errors(problems.stream().map(each -> new Flaw(each.field(), each.text())).toList());
  }

  /// Something that Brevet needs did not answer, or a decision could not be written; nothing was
  /// released.
  public static Problem unavailable() {
    return of(Code.UNAVAILABLE).retryAfter(Duration.ofSeconds(1));
  }

  /// A fault of Brevet's own. The log has the rest.
  public static Problem internal() {
    return of(Code.INTERNAL_ERROR);
  }

  /// What came is not a request at all.
  public static ApiResponse notARequest() {
    return malformed("request", "not a request of an HTTP API, payload format 2.0").response();
  }

  public Code code() {
    return code;
  }

  public String detail() {
    return detail;
  }

  /// A header that is not on every answer; empty when this has none of that name.
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /// The detail and, where there is one, the decision: for protocols of which SDKs print a message.
  public String message() {
    return detail + header(DECISION_HEADER).map(id -> " (decision " + id + ")").orElse("");
  }

  /// The members beside the ones that every problem has.
  public Map<String, Object> members() {
    Map<String, Object> own = new LinkedHashMap<>(members);
    own.remove("decisionId");
    return own;
  }

  public Problem detail(String text) {
    detail = text;
    return this;
  }

  /// A member beside the ones that every problem has. `value` is a text or a number.
  public Problem member(String name, Object value) {
    members.put(name, value);
    return this;
  }

  /// All that is wrong, where it is more than `detail` says.
  public Problem errors(List<Flaw> all) {
    errors = List.copyOf(all);
    return this;
  }

  public List<Flaw> errors() {
    return errors;
  }

  public Problem decision(DecisionId id) {
    headers.put(DECISION_HEADER, id.value());
    return member("decisionId", id.value());
  }

  public Problem retryAfter(Duration wait) {
    headers.put(RETRY_HEADER, seconds(wait));
    return this;
  }

  /// `wait` as `Retry-After` takes it: whole seconds, rounded up, at least one.
  public static String seconds(Duration wait) {
    return Long.toString(Math.max(1, wait.plusNanos(999_999_999).toSeconds()));
  }

  public ApiResponse response() {
    return response(Map.of());
  }

  /// The same with members that another protocol's clients read.
  public ApiResponse response(Map<String, Object> more) {
    String body =
        JsonText.object(
            json -> {
              json.writeStringField("type", "urn:brevet:problem:" + code.wire());
              json.writeStringField("title", code.title);
              json.writeNumberField("status", code.status);
              json.writeStringField("code", code.wire());
              json.writeStringField("detail", detail);
              JsonText.members(json, members);
              JsonText.members(json, more);
              if (!errors.isEmpty()) {
                json.writeArrayFieldStart("errors");
                for (Flaw flaw : errors) {
                  json.writeStartObject();
                  json.writeStringField("field", flaw.field());
                  json.writeStringField("detail", flaw.detail());
                  json.writeEndObject();
                }
                json.writeEndArray();
              }
            });
    ApiResponse response = ApiResponse.document(code.status, "application/problem+json", body);
    if (code == Code.NOT_AUTHENTICATED) {
      response = response.with("WWW-Authenticate", "Bearer");
    }
    for (Map.Entry<String, String> header : headers.entrySet()) {
      response = response.with(header.getKey(), header.getValue());
    }
    return response;
  }

  /// Every code that an answer can carry.
  public enum Code {
    /// Body, parameter or type wrong; `field` names which.
    MALFORMED_REQUEST(400, "the request is malformed"),
    /// No identity, or the proof was rejected; the reason is only in the log.
    NOT_AUTHENTICATED(401, "not authenticated"),
    /// Authenticated, not allowed; the same whether or not what was named exists.
    ACCESS_DENIED(403, "access denied"),
    /// The caller is an account's root user.
    ROOT_DENIED(403, "the root user is always refused"),
    /// Allowed with multi-factor authentication only.
    MFA_REQUIRED(403, "multi-factor authentication is required"),
    /// Allowed from elsewhere only.
    SOURCE_DENIED(403, "not allowed from this network"),
    /// Proofs as old as this one were revoked; a new one is not.
    REVOKED(403, "your proof of identity was revoked: sign in again"),
    /// No route has this path.
    NO_SUCH_ROUTE(404, "no such route"),
    /// An administrator asked for something that is not there.
    NOT_FOUND(404, "not found"),
    /// The path is there for other methods; `Allow` names them.
    METHOD_NOT_ALLOWED(405, "method not allowed"),
    /// A conditional write lost.
    CONFLICT(
        409,
        "another version is stored (`currentVersion`, 0 for none): to replace it, send that in"
            + " `If-Match`"),
    /// The session policy, or all that STS packs, is too large; gives the sizes.
    SESSION_TOO_LARGE(413, "the session is too large"),
    /// A quota of the caller, or STS throttling after retries.
    THROTTLED(429, "throttled"),
    /// What is stored under this name cannot be read, and grants nothing; write it again.
    BROKEN(500, "the stored document is broken"),
    /// A fault of Brevet's own.
    INTERNAL_ERROR(500, "internal error"),
    /// STS refused the role.
    ROLE_REFUSED(502, "sts refused the role"),
    /// A table or STS did not answer, or the decision could not be written; nothing was released.
    UNAVAILABLE(503, "temporarily unavailable");

    private final int status;
    private final String title;

    Code(int status, String title) {
      this.status = status;
      this.title = title;
    }

    public String title() {
      return title;
    }

    public int status() {
      return status;
    }

    public String wire() {
      return AsciiCase.lower(name());
    }
  }
}
