package dev.brevet.vending;

import module java.base;

import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.mapping.MappingParameter;

/// A mapping's parameters with the values that a caller's token and request gave them.
///
/// `values` holds those that were found and fit; `flaw` is the first thing that is wrong with the
/// rest.
record ParameterValues(Map<String, String> values, Optional<Flaw> flaw) {
  ParameterValues {
    values = Map.copyOf(values);
  }

  static ParameterValues of(
      List<MappingParameter> parameters, VerifiedIdentity caller, Map<String, String> given) {
    Map<String, String> values = new TreeMap<>();
    Optional<Flaw> flaw = unknown(parameters, given);
    for (MappingParameter parameter : parameters) {
      List<String> found = found(parameter, caller, given);
      Optional<String> value = parameter.value(found);
      value.ifPresent(fit -> values.put(parameter.name(), fit));
      if (value.isEmpty() && flaw.isEmpty()) {
        flaw = Optional.of(flaw(parameter, !found.isEmpty()));
      }
    }
    return new ParameterValues(values, flaw);
  }

  /// A parameter that comes from a claim is refused in a request like one that does not exist: no
  /// caller overrides a claim.
  private static Optional<Flaw> unknown(
      List<MappingParameter> parameters, Map<String, String> given) {
    return new TreeMap<>(given)
        .keySet().stream()
            .filter(name -> parameters.stream().noneMatch(known -> known.isFromRequest(name)))
            .findFirst()
            .map(
                _ ->
                    new Flaw(
                        Optional.of("parameters"),
                        "names a parameter that the mapping does not have"));
  }

  private static List<String> found(
      MappingParameter parameter, VerifiedIdentity caller, Map<String, String> given) {
    return switch (parameter.source()) {
      case MappingParameter.Source.Request _ ->
          Optional.ofNullable(given.get(parameter.name())).stream().toList();
      case MappingParameter.Source.Claim(String claim) ->
          caller.claims().getOrDefault(claim, List.of());
    };
  }

  private static Flaw flaw(MappingParameter parameter, boolean given) {
    return switch (parameter.source()) {
      case MappingParameter.Source.Request _ ->
          new Flaw(
              Optional.of("parameters." + parameter.name()),
              given ? "does not match the mapping's pattern" : "is missing");
      case MappingParameter.Source.Claim(String claim) ->
          new Flaw(
              Optional.empty(),
              "the claim `"
                  + claim
                  + "` for parameter `"
                  + parameter.name()
                  + "` "
                  + (given ? "does not match its pattern, or has several values" : "is missing"));
    };
  }

  /// What is wrong with what came in. With a `field` the request is at fault and `detail` is fit to
  /// show; without one the caller's token, or the mapping, is, and `detail` is for the log.
  record Flaw(Optional<String> field, String detail) {}
}
