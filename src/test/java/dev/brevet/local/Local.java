package dev.brevet.local;

import java.io.IOException;

/// Placeholder: prints what the build hands on, and standard input when `brevet.decide` is `-`.
final class Local {

  private Local() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("brevet."))
        .sorted()
        .forEach(name -> System.out.println(name + "=" + System.getProperty(name)));
    if (System.getProperty("brevet.decide", "").equals("-")) {
      System.in.transferTo(System.out);
    }
    switch (System.getProperty("brevet.invoke", "")) {
      case "wait" -> Thread.sleep(600_000);
      case "fail" -> System.exit(3);
      default -> {}
    }
  }
}
