package dev.brevet.workload.integration;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.RoleArn;
import java.util.Optional;

/// The state machine that a role is for, as far as it is known.
///
/// @param region empty when the role is for any
/// @param name empty when it has none yet; of the form of [#isName], so that it stands in ARNs for
///   itself only
public record Machine(
    String partition, Optional<String> region, AccountId account, Optional<String> name) {
  private static final String FORBIDDEN = "<>{}[]?*\"#%\\^|~`$&,;:/";

  /// @throws IllegalArgumentException when a part has another form
  public Machine {
    RegionName.require(partition, region.orElse(""));
    if (region.filter("*"::equals).isPresent() || name.filter(text -> !isName(text)).isPresent()) {
      throw new IllegalArgumentException("not a region or name of a state machine");
    }
  }

  /// Whether Step Functions takes `text` as a machine's name. Source: Step Functions API,
  /// CreateStateMachine.
  public static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= 80
        && text.codePoints()
            .noneMatch(
                c ->
                    Character.isWhitespace(c)
                        || Character.isSpaceChar(c)
                        || Character.isISOControl(c)
                        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                        || c == 0xFFFE
                        || c == 0xFFFF
                        || FORBIDDEN.indexOf(c) >= 0);
  }

  /// The machine's ARN; where region or name are not known, the narrowest pattern of it.
  public String arn() {
    return "arn:"
        + partition
        + ":states:"
        + region.orElse("*")
        + ":"
        + account
        + ":stateMachine:"
        + name.orElse("*");
  }

  /// Whether [#arn] is one machine's.
  public boolean isKnown() {
    return region.isPresent() && name.isPresent();
  }

  /// Where names in its definition are looked up.
  public Scope scope() {
    return new Scope(this, partition, account.digits());
  }

  /// Where names are looked up when a task acts with the role of another account.
  public Scope scopeOf(RoleArn role) {
    return new Scope(this, role.partition(), role.account().digits());
  }

  /// Where names are looked up when a task acts with a role of which at most the account is known.
  ///
  /// @param account twelve digits; anything else is any account
  public Scope scopeOf(String account) {
    return new Scope(this, partition, AccountId.parse(account).isPresent() ? account : "*");
  }
}
