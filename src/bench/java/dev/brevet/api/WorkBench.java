package dev.brevet.api;

import module java.base;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The worst request of every route, in a heap of 256 MB, as a function that just started answers
/// it: prints the table of docs/limits.md. Bounds: that heap, and two seconds of the processor for
/// each.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"})
public class WorkBench {
  private static final long MOST_MILLIS = 2_000;

  @Benchmark
  public List<HeavyTable.Row> worstRequestOfEveryRoute() {
    List<HeavyTable.Row> rows = HeavyTable.print();
    List<HeavyTable.Row> slow = rows.stream().filter(row -> row.millis() > MOST_MILLIS).toList();
    if (!slow.isEmpty()) {
      throw new IllegalStateException("longer than two seconds: " + slow);
    }
    return rows;
  }
}
