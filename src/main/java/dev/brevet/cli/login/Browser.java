package dev.brevet.cli.login;

import module java.base;

import dev.brevet.cli.environment.Environment;
import dev.brevet.iam.AsciiCase;

/// The user's browser.
final class Browser {
  private Browser() {}

  /// Whether something was started that should show `page`. Every user of this machine can read
  /// `page` on the command line: it must be no credential. [PrivateVisit] leads on to one.
  static boolean open(Environment environment, URI page) {
    String system = AsciiCase.lower(System.getProperty("os.name", ""));
    List<String> command =
        environment
            .variable("BROWSER")
            .map(browser -> List.of(browser, page.toString()))
            .orElseGet(
                () -> List.of(system.contains("mac") ? "open" : "xdg-open", page.toString()));
    try {
      new ProcessBuilder(command)
          .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
