package dev.brevet.cli;

import module java.base;

import dev.brevet.cli.environment.Environment;
import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.cli.environment.Http;
import dev.brevet.cli.environment.PrivateFolder;
import dev.brevet.cli.environment.Settings;
import dev.brevet.cli.login.Logins;

final class LogoutCommand implements Callable<Integer> {
  private final Environment environment;

  private final BooleanSupplier all;
  private final ConnectionOptions connection;

  LogoutCommand(Environment environment, Syntax syntax) {
    this.environment = environment;
    syntax.describe(
        "Deletes the tokens of `brevet login`, and all cached credentials.",
        "",
        "The issuer is not notified; vended credentials are valid until they expire.");
    all = syntax.flag("--all", "Delete the logins of all profiles, and of earlier settings.");
    connection = new ConnectionOptions(syntax);
  }

  @Override
  public Integer call() throws Failure {
    PrivateFolder folder = environment.cacheFolder();
    try {
      if (all.getAsBoolean()) {
        int logins = folder.forget("login-");
        folder.deleteAll("last-");
        folder.deleteAll(".new");
        environment.tell(logins == 0 ? "you were not signed in" : "signed out");
      } else {
        forgetOne();
      }
      folder.forget("session");
      folder.forget("visit-");
      return Exit.DONE.code();
    } catch (IOException e) {
      throw environment.unusable(e);
    }
  }

  private void forgetOne() throws Failure, IOException {
    Settings settings = connection.settings(environment);
    boolean found =
        settings.signIn().isPresent()
            && new Logins(environment, new Http(environment), settings.signIn().get()).forget();
    int others = environment.cacheFolder().count("login-");
    if (found) {
      environment.tell("signed out");
    } else if (others == 0) {
      environment.tell("you were not signed in");
    } else {
      environment.tell("you were not signed in with these settings");
    }
    if (others > 0) {
      environment.tell(
          "tokens of "
              + (others == 1 ? "another login are" : others + " other logins are")
              + " kept; `brevet logout --all` deletes them");
    }
  }
}
