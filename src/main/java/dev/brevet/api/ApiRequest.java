package dev.brevet.api;

import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.iam.AccountId;
import dev.brevet.identity.GatewayCaller;
import java.util.Optional;

/// One HTTP request as the gateway handed it over. Everything but `caller`, `account` and `origin`
/// is the sender's own choice.
///
/// `path` comes decoded: an HTTP API decodes it once, and nobody decodes it again. `query` is the
/// text after `?`, still encoded. `caller` is what the gateway's `AWS_IAM` authorizer found; only a
/// route that carries that authorizer may look at it. `account` is the account that the API lives
/// in.
public record ApiRequest(
    String method,
    String path,
    String query,
    Headers headers,
    Body body,
    Optional<GatewayCaller> caller,
    AccountId account,
    RequestOrigin origin) {

  /// Method and path alone: headers, query and body may hold secrets.
  @Override
  public String toString() {
    return method + " " + path;
  }
}
