package dev.brevet.bench;

import java.util.List;

/// The targets of issue 2, against what was measured.
final class Targets {

  private Targets() {}

  /// Prints each target; tells whether all are met. The order of `figures` is the bench's.
  static boolean print(List<Figures> figures) {
    Figures typical = figures.get(0);
    Figures managed = figures.get(1);
    Figures image = named(figures, "brevet, image with AOT");
    Figures restored = named(figures, "brevet, restored");
    Figures steady = named(figures, "brevet, managed, steady");
    Figures bare = named(figures, "network calls alone, steady");
    boolean met = true;
    met &= line("INIT + first, managed, of typical's", managed.sum() / typical.sum(), 0.45);
    met &= line("INIT + first, image with AOT, of typical's", image.sum() / typical.sum(), 0.20);
    met &=
        line(
            "first after a restore, of typical's INIT + first",
            restored.first() / typical.sum(),
            0.02);
    met &= line("zip, MB", managed.artifact / 1e6, 7);
    met &= line("classes at the first answer", managed.classes, 4200);
    met &= line("warm p50 over the network calls alone, ms", steady.warm50() - bare.warm50(), 0.5);
    return met;
  }

  private static Figures named(List<Figures> figures, String name) {
    return figures.stream().filter(f -> f.name.equals(name)).findFirst().orElseThrow();
  }

  private static boolean line(String what, double measured, double target) {
    boolean met = measured <= target;
    System.out.printf(
        "%-52s %10.3f  at most %8.2f  %s%n", what, measured, target, met ? "met" : "MISSED");
    return met;
  }
}
