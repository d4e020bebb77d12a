package dev.brevet.workload;

import dev.brevet.iam.Sha256;
import java.util.Optional;

/// Default names of roles: at most 64 of `[\w+=,.@-]`, different for different machines and
/// functions.
final class RoleName {
  private static final int MOST = 64;

  private RoleName() {}

  /// `StepFunctions-<name>-role`, or the name that AWS's procedure uses where the machine has none
  /// yet.
  static String ofStateMachine(Optional<String> name) {
    return name.map(machine -> of("StepFunctions-", machine, "-role"))
        .orElse("StepFunctionsLambdaRole");
  }

  /// `<name>-role`.
  static String ofFunction(String name) {
    return of("", name, "-role");
  }

  /// `<service>-service-role`, by what stands before the first dot.
  static String ofService(String service) {
    return of("", service.substring(0, service.indexOf('.')), "-service-role");
  }

  /// A name that does not fit, or holds what a role's name may not, is cut and made different by a
  /// hash of the whole.
  private static String of(String before, String name, String after) {
    String whole = before + name + after;
    if (whole.length() <= MOST && isPlain(name)) {
      return whole;
    }
    StringBuilder plain = new StringBuilder();
    name.chars().forEach(c -> plain.append(isPlain((char) c) ? (char) c : '-'));
    String hash = "-" + Sha256.hex(name).substring(0, 12);
    int room = MOST - before.length() - after.length() - hash.length();
    return before + plain.substring(0, Math.min(room, plain.length())) + hash + after;
  }

  private static boolean isPlain(String name) {
    return name.chars().allMatch(c -> isPlain((char) c));
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }
}
