package dev.brevet.bench;

import java.nio.file.Path;
import org.openjdk.jmh.Main;

/// `mvn -Pbench` measures the packaged functions; `mvn -Pbench -Dbench=<regular expression>` runs
/// the JMH benchmarks whose names match. Both fail where a bound is not kept.
final class Bench {

  private Bench() {}

  public static void main(String[] arguments) throws Exception {
    String benchmarks = System.getProperty("bench", "");
    if (benchmarks.isEmpty()) {
      Path base = Path.of(System.getProperty("brevet.basedir", "."));
      Path target = Path.of(System.getProperty("brevet.target", "target/bench"));
      int rounds = Integer.getInteger("bench.rounds", 5);
      System.exit(new FunctionBench(base, target, rounds).run() ? 0 : 1);
    } else {
      Main.main(new String[] {"-foe", "true", benchmarks});
    }
  }
}
