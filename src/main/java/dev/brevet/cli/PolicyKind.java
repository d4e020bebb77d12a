package dev.brevet.cli;

import dev.brevet.iam.UntrustedText;
import dev.brevet.policy.PolicyType;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.TypeConversionException;

/// A kind of policy, as the API spells it: `identity`, `trust`, `scp`.
final class PolicyKind {
  private PolicyKind() {}

  /// The option that names one.
  ///
  /// @param what the policies of that kind are
  static Supplier<PolicyType> option(Syntax syntax, String what) {
    Supplier<Optional<PolicyType>> given =
        syntax.option(
            "-k --kind",
            "KIND",
            PolicyKind::parse,
            what + ": " + PolicyType.labels() + ".",
            "Default: identity.");
    return () -> given.get().orElse(PolicyType.IDENTITY);
  }

  private static PolicyType parse(String text) {
    return PolicyType.parse(text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "`" + UntrustedText.plain(text) + "` must be one of " + PolicyType.labels()));
  }
}
