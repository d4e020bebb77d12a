package dev.brevet.bench;

import module java.base;

/// What was measured of one variant, in milliseconds, bytes and classes; a figure is the median of
/// its rounds.
final class Figures {
  final String name;
  private final List<Double> init = new ArrayList<>();
  private final List<Double> first = new ArrayList<>();
  private final List<Double> warm50 = new ArrayList<>();
  private final List<Double> warm99 = new ArrayList<>();
  private final List<Double> resident = new ArrayList<>();
  private final List<Double> processor = new ArrayList<>();
  private final List<Double> warmProcessor = new ArrayList<>();
  long artifact;
  long classes;

  Figures(String name) {
    this.name = name;
  }

  /// One round.
  void add(
      double initMillis,
      double firstMillis,
      List<Double> warmMillis,
      long residentBytes,
      double processorMillis,
      double warmProcessorMillis) {
    init.add(initMillis);
    first.add(firstMillis);
    if (!warmMillis.isEmpty()) {
      warm50.add(quantile(warmMillis, 0.50));
      warm99.add(quantile(warmMillis, 0.99));
    }
    resident.add((double) residentBytes);
    processor.add(processorMillis);
    warmProcessor.add(warmProcessorMillis);
  }

  double init() {
    return quantile(init, 0.5);
  }

  double first() {
    return quantile(first, 0.5);
  }

  double sum() {
    return init() + first();
  }

  /// Processor time to the first answer: what a busy machine disturbs least.
  double processor() {
    return quantile(processor, 0.5);
  }

  /// Processor time of one warm vend.
  double warmProcessor() {
    return quantile(warmProcessor, 0.5);
  }

  double warm50() {
    return quantile(warm50, 0.5);
  }

  private static double quantile(List<Double> values, double q) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(q * sorted.size())));
  }

  static String header() {
    return "%-34s %8s %8s %8s %8s %9s %9s %9s %7s %7s %8s"
        .formatted(
            "variant",
            "INIT ms",
            "first",
            "sum",
            "cpu",
            "warm p50",
            "warm p99",
            "warm cpu",
            "RSS MB",
            "zip MB",
            "classes");
  }

  String row() {
    return "%-34s %8.0f %8.0f %8.0f %8.0f %9.2f %9.2f %9.2f %7.0f %7s %8s"
        .formatted(
            name,
            init(),
            first(),
            sum(),
            processor(),
            warm50(),
            quantile(warm99, 0.5),
            warmProcessor(),
            quantile(resident, 0.5) / 1e6,
            artifact == 0 ? "" : "%.2f".formatted(artifact / 1e6),
            classes == 0 ? "" : "%,d".formatted(classes));
  }
}
