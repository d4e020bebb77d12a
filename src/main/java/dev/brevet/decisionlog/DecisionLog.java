package dev.brevet.decisionlog;

/// Where decisions are written, durably, before anything is released.
public interface DecisionLog {
  /// Returns once `decision` is durable. One that stands for several answers is written over the
  /// same decision for fewer, and over nothing else.
  ///
  /// @throws DecisionLogUnavailable when it is not known to be durable: nothing may be released
  ///   then
  void record(DecisionRecord decision);
}
