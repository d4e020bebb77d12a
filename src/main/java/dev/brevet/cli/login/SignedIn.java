package dev.brevet.cli.login;

import dev.brevet.cli.environment.Failure;
import dev.brevet.iam.SecretString;

/// Tokens of whoever ran `brevet login`, made new where the issuer allows.
record SignedIn(Logins logins) implements TokenSource {
  @Override
  public String caller() throws Failure {
    return logins.kept().token().caller();
  }

  @Override
  public SecretString token() throws Failure {
    return logins.good().token().secret();
  }
}
