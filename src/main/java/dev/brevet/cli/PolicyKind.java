package dev.brevet.cli;

import module java.base;

import dev.brevet.iam.UntrustedText;
import dev.brevet.policy.PolicyType;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a kind of policy, as the API spells it: `identity`, `trust`, `scp`.
final class PolicyKind implements ITypeConverter<PolicyType> {
  /// All of them, for people.
  private static final String ALL =
      "identity, resource, trust, session, boundary, scp, rcp, endpoint";

  /// The option that names one.
  ///
  /// @param what the policies of that kind are
  static Supplier<PolicyType> option(Syntax syntax, String what) {
    Supplier<Optional<PolicyType>> given =
        syntax.option(
            "-k --kind", "KIND", new PolicyKind(), what + ": " + ALL + ".", "Default: identity.");
    return () -> given.get().orElse(PolicyType.IDENTITY);
  }

  @Override
  public PolicyType convert(String text) {
    return Arrays.stream(PolicyType.values())
        .filter(type -> type.label().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "`"
                        + UntrustedText.plain(text)
                        + "` must be one of "
                        + Arrays.stream(PolicyType.values())
                            .map(PolicyType::label)
                            .collect(Collectors.joining(", "))));
  }
}
