package dev.brevet.bench;

/// Placeholder for the benchmarks.
final class Bench {

  private Bench() {}

  public static void main(String[] arguments) {
    System.out.println("no benchmarks yet");
  }
}
