package dev.brevet.workload.integration;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// The resources that a rule gives for one task, and what it could not tell.
///
/// @param arns none means that nothing is to be allowed
/// @param gaps what is not known, in words, and what is allowed instead
public record Resolution(List<String> arns, List<Gap> gaps) {
  /// Something that the definition does not say.
  ///
  /// @param reason fit to show
  /// @param granted what is allowed nevertheless; nothing when empty
  public record Gap(String reason, List<String> granted) {
    public Gap {
      granted = List.copyOf(granted);
    }
  }

  public Resolution {
    arns = List.copyOf(new LinkedHashSet<>(arns));
    gaps = List.copyOf(gaps);
  }

  static Resolution of(List<String> arns) {
    return new Resolution(arns, List.of());
  }

  static Resolution gap(String reason, List<String> granted) {
    return new Resolution(granted, List.of(new Gap(reason, granted)));
  }

  static Resolution all(List<Resolution> parts) {
    List<String> arns = new ArrayList<>();
    List<Gap> gaps = new ArrayList<>();
    for (Resolution part : parts) {
      arns.addAll(part.arns);
      gaps.addAll(part.gaps);
    }
    return new Resolution(arns, gaps);
  }
}
