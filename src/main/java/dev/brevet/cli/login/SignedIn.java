package dev.brevet.cli.login;

import dev.brevet.cli.environment.Failure;
import dev.brevet.iam.SecretString;

/// Tokens of the user that ran `brevet login`, refreshed where the issuer allows it.
record SignedIn(Logins logins) implements TokenSource {
  @Override
  public String caller() throws Failure {
    return logins.current().token().caller();
  }

  @Override
  public SecretString token() throws Failure {
    return logins.good().token().secret();
  }
}
