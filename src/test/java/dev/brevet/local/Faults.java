package dev.brevet.local;

import module java.base;

/// The faults that a test has planned for a local service; none by default.
public final class Faults {
  private final List<Planned> planned = new ArrayList<>();

  /// The next `times` requests whose operation (`AssumeRole`, `PutItem`) is `operation` end in
  /// `fault`.
  public synchronized void next(int times, String operation, Fault fault) {
    planned.add(new Planned(times, operation::equals, Optional.of(fault)));
  }

  /// The next `times` requests whose operation is `operation` are served; what is planned after
  /// this counts from then on.
  public synchronized void pass(int times, String operation) {
    planned.add(new Planned(times, operation::equals, Optional.empty()));
  }

  /// Every request whose operation is `operation` ends in `fault`, until [#clear].
  public void always(String operation, Fault fault) {
    next(Integer.MAX_VALUE, operation, fault);
  }

  /// Whether any is planned.
  public synchronized boolean isAny() {
    return planned.stream().anyMatch(each -> each.fault.isPresent());
  }

  /// Back to none.
  public synchronized void clear() {
    planned.clear();
  }

  /// What the request for `operation` ends in; uses up one of its times.
  synchronized Optional<Fault> take(String operation) {
    for (int i = 0; i < planned.size(); i++) {
      Planned plan = planned.get(i);
      if (plan.operation.test(operation)) {
        if (plan.times == 1) {
          planned.remove(i);
        } else {
          planned.set(i, new Planned(plan.times - 1, plan.operation, plan.fault));
        }
        return plan.fault;
      }
    }
    return Optional.empty();
  }

  private record Planned(int times, Predicate<String> operation, Optional<Fault> fault) {}
}
