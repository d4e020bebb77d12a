package dev.brevet.api;

import module java.base;

import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.iam.AccountId;
import dev.brevet.iam.AsciiCase;
import dev.brevet.identity.GatewayCaller;
import dev.brevet.policy.element.WorkBudget;

/// One HTTP request as the gateway handed it over. Everything but `caller`, `account` and `origin`
/// is the sender's own choice.
///
/// `path` comes decoded: an HTTP API decodes it once, and it is not decoded again. `query` is the
/// text after `?`, still encoded. `caller` is what the gateway's `AWS_IAM` authorizer found; only a
/// route that carries that authorizer may look at it. `account` is the account that the API lives
/// in. Everything that answering multiplies is paid from `budget`.
public record ApiRequest(
    String method,
    String path,
    String query,
    Headers headers,
    Body body,
    Optional<GatewayCaller> caller,
    AccountId account,
    RequestOrigin origin,
    WorkBudget budget) {
  /// A request with a budget of its own.
  public ApiRequest(
      String method,
      String path,
      String query,
      Headers headers,
      Body body,
      Optional<GatewayCaller> caller,
      AccountId account,
      RequestOrigin origin) {
    this(method, path, query, headers, body, caller, account, origin, WorkBudget.ofRequest());
  }

  /// Whether the sender takes what an equal request was given a while ago: `Cache-Control` with
  /// `no-cache` or `no-store` says that it does not. Source: RFC 9111, 5.2.1.
  public boolean takesReuse() {
    String wanted = AsciiCase.lower(headers.value("Cache-Control").orElse(""));
    return Arrays.stream(wanted.split(",", -1))
        .map(String::strip)
        .noneMatch(directive -> directive.equals("no-cache") || directive.equals("no-store"));
  }

  /// Only method and path: headers, query and body may hold secrets.
  @Override
  public String toString() {
    return method + " " + path;
  }
}
