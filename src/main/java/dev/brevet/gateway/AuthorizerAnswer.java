package dev.brevet.gateway;

import module java.base;

/// What an authorizer answers. `context` goes to the API's integration, as strings.
public sealed interface AuthorizerAnswer {
  /// There is no token, or it was rejected: the gateway answers 401 and remembers nothing.
  record Unauthenticated() implements AuthorizerAnswer {}

  /// An HTTP API's simple response.
  record Simple(boolean isAuthorized, Map<String, String> context) implements AuthorizerAnswer {
    public Simple {
      context = new TreeMap<>(context);
    }
  }

  /// A REST API's: a policy, `policy` its JSON, for the principal of that id.
  record Policy(String principalId, String policy, Map<String, String> context)
      implements AuthorizerAnswer {
    public Policy {
      context = new TreeMap<>(context);
    }
  }
}
