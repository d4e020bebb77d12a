package dev.brevet.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "logout",
    description = "Forgets the tokens of `brevet login`, and all credentials that are kept.",
    footer = {"", "The issuer is not told; what was vended is good until it expires."})
final class LogoutCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  LogoutCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
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
