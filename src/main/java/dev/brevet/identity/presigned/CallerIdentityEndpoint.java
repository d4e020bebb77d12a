package dev.brevet.identity.presigned;

import dev.brevet.identity.IdentityUnavailable;
import java.net.URI;

/// STS, asked a presigned question: the port between the verifier and the network.
public interface CallerIdentityEndpoint {
  /// What STS answers to a GET of `url` with the header `x-brevet-audience`, following no redirect.
  ///
  /// @throws IdentityUnavailable when it did not answer in time, or with more than an answer's size
  Answer ask(URI url, String audience);

  /// An HTTP status and the body, at most 16 KB of text.
  record Answer(int status, String body) {}
}
