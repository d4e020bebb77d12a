package dev.brevet.cli;

import java.io.IOException;
import java.util.concurrent.Callable;

final class LogoutCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  private final ConnectionOptions connection;

  LogoutCommand(Surroundings surroundings, Syntax syntax) {
    this.surroundings = surroundings;
    syntax.describe(
        "Forgets the tokens of `brevet login`, and all credentials that are kept.",
        "",
        "The issuer is not told; what was vended is good until it expires.");
    connection = new ConnectionOptions(syntax);
  }

  @Override
  public Integer call() throws Failure {
    Settings settings = connection.settings(surroundings);
    if (settings.signIn().isPresent()) {
      Logins logins = new Logins(surroundings, new Http(surroundings), settings.signIn().get());
      surroundings.tell(logins.forget() ? "signed out" : "you were not signed in");
    }
    try {
      surroundings.kept().deleteAll("session-");
    } catch (IOException e) {
      throw Failure.of(
          Exit.USAGE,
          "the cache folder `" + surroundings.cache() + "` cannot be used: " + e.getMessage());
    }
    return Exit.DONE.code();
  }
}
