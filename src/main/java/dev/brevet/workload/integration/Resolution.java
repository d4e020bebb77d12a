package dev.brevet.workload.integration;

import module java.base;

/// The resources that a rule gives for one task, and what it could not tell.
///
/// @param resources none means that nothing is to be allowed
/// @param blocked why something is not allowed that may be needed, in words fit to show
public record Resolution(List<Filled> resources, List<String> blocked) {
  public Resolution {
    resources = List.copyOf(resources);
    blocked = List.copyOf(blocked);
  }

  static Resolution of(List<Filled> resources) {
    return new Resolution(resources, List.of());
  }

  static Resolution of(Filled resource) {
    return of(List.of(resource));
  }

  /// Nothing is allowed.
  static Resolution blocked(String reason) {
    return new Resolution(List.of(), List.of(reason));
  }

  /// What is allowed in the place of what is not known; that it is not known is reported even where
  /// nothing is.
  static Resolution instead(List<Filled> resources, String reason) {
    return resources.isEmpty()
        ? blocked(reason)
        : of(resources.stream().map(resource -> resource.because(reason)).toList());
  }

  static Resolution all(List<Resolution> parts) {
    List<Filled> resources = new ArrayList<>();
    List<String> blocked = new ArrayList<>();
    for (Resolution part : parts) {
      resources.addAll(part.resources);
      blocked.addAll(part.blocked);
    }
    return new Resolution(resources, blocked);
  }

  /// As they stand in a policy.
  public List<String> arns() {
    return Filled.texts(resources);
  }
}
