package dev.brevet.authorization;

import dev.brevet.policy.Decision;

/// What an access question came to. Everything but [Decided] with an allowing decision is a denial.
public sealed interface AccessAnswer {
  /// Whether the subject may.
  default boolean isAllowed() {
    return this instanceof Decided(Decision decision, boolean _) && decision.isAllowed();
  }

  /// The policies decided. `mfaWouldAllow` says that the same with multi-factor authentication
  /// would be allowed.
  record Decided(Decision decision, boolean mfaWouldAllow) implements AccessAnswer {}

  /// The program may not ask this; nothing about the subject was decided.
  record NotPermitted(Decision decision) implements AccessAnswer {}

  /// There is nothing that policies could decide about: a name that no policy can write, a mapping
  /// that does not exist or cannot be rendered. `reason` is fit to show to the program.
  record Undecidable(String reason) implements AccessAnswer {}

  /// A denial whose reason is only in the log: the program learns that it is denied, and nothing
  /// else.
  record Withheld(AccessAnswer answer) implements AccessAnswer {}

  /// The question itself is wrong; `field` is the one at fault and `detail` is fit to show.
  record Malformed(String field, String detail) implements AccessAnswer {}
}
