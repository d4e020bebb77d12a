package dev.brevet.vending;

import dev.brevet.iam.SecretString;
import java.net.URI;

/// Exchanges a session for a token that signs in to the console: the port to AWS's federation
/// endpoint.
public interface SignInTokens {
  /// A token for the session, or why there is none. Answers within a few seconds.
  Answer ask(ConsolePartition partition, SessionCredentials credentials);

  /// What the endpoint said.
  sealed interface Answer {
    /// A token, good for 15 minutes at `endpoint`.
    record Given(URI endpoint, SecretString token) implements Answer {}

    /// No answer, or none that helps: `reason` is for the log.
    record Unreachable(String reason) implements Answer {}
  }
}
