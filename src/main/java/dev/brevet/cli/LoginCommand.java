package dev.brevet.cli;

import module java.base;

import dev.brevet.cli.environment.Environment;
import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.cli.environment.Http;
import dev.brevet.cli.environment.Launcher;
import dev.brevet.cli.environment.Settings;
import dev.brevet.cli.login.CodeFlow;
import dev.brevet.cli.login.DeviceFlow;
import dev.brevet.cli.login.Issuer;
import dev.brevet.cli.login.Login;
import dev.brevet.cli.login.Logins;
import dev.brevet.cli.login.Session;
import dev.brevet.iam.UntrustedText;

final class LoginCommand implements Callable<Integer> {
  private final Environment environment;

  private final BooleanSupplier device;
  private final BooleanSupplier noBrowser;
  private final ConnectionOptions connection;

  LoginCommand(Environment environment, Syntax syntax) {
    this.environment = environment;
    syntax.describe(
        "Signs in at the configured issuer and keeps the tokens for other commands.",
        "",
        "Through a browser on this machine (authorization code with PKCE), or, with --device,"
            + " through",
        "one on any other machine (with a code that you type there).");
    device = syntax.flag("--device", "Sign in with a browser of another machine.");
    noBrowser = syntax.flag("--no-browser", "Print the address; open no browser.");
    connection = new ConnectionOptions(syntax);
  }

  @Override
  public Integer call() throws Failure {
    Launcher.endWithIt();
    Settings.SignIn signIn = connection.settings(environment).requiredSignIn();
    Http http = new Http(environment);
    Issuer issuer = Issuer.discover(http, signIn.issuer());
    boolean byDevice = device.getAsBoolean() || !issuer.has("authorization_endpoint");
    Logins logins = new Logins(environment, http, signIn);
    try (Logins.Begun begun = logins.begin()) {
      Login login =
          byDevice
              ? new DeviceFlow(environment, http, issuer, signIn).run()
              : new CodeFlow(environment, http, issuer, signIn).run(!noBrowser.getAsBoolean());
      String who = name(login).map(name -> " as " + name).orElse("");
      confirm(logins.anotherBefore(login), name(login));
      logins.keep(login, begun);
      environment.tell(
          "signed in at "
              + signIn.issuer()
              + who
              + (login.refreshToken().isPresent()
                  ? ""
                  : " until "
                      + Session.seconds(login.expires())
                      + ", because there is no refresh token"));
      Optional<String> other = environment.variable("BREVET_TOKEN");
      if (other.isPresent()) {
        environment.tell("BREVET_TOKEN is set and is used instead of this login");
      }
      return Exit.DONE.code();
    } catch (IOException e) {
      throw environment.unusable(e);
    }
  }

  private static Optional<String> name(Login login) {
    return login
        .token()
        .claims()
        .flatMap(claims -> claims.text("email"))
        .or(login::subject)
        .map(UntrustedText::shown);
  }

  /// Another person may have answered the browser's address, or typed in the code: this user would
  /// then work as that person.
  private void confirm(Optional<String> before, Optional<String> now) throws Failure {
    if (before.isEmpty()) {
      return;
    }
    environment.tell(
        "you last signed in as `"
            + UntrustedText.shown(before.get())
            + "`, and are now `"
            + now.orElse("a user without a name")
            + "`. Go on? [y/N]");
    if (!environment.answersYes()) {
      throw Failure.of(
          Exit.NOT_AUTHENTICATED,
          "the login was not accepted",
          "answer y, or run `brevet logout --all` first");
    }
  }
}
