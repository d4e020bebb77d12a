package dev.brevet.api.admin;

import dev.brevet.api.Problem;
import java.util.Optional;
import java.util.OptionalLong;

/// What is stored under a name.
///
/// @param <T> the thing itself
sealed interface Stored<T> {
  record Found<T>(T thing, long storedVersion) implements Stored<T> {}

  record Missing<T>() implements Stored<T> {}

  /// Something is stored, but it cannot be read. `problem` is fit to show to an administrator.
  ///
  /// @param version empty where that cannot be read either
  record Broken<T>(String problem, OptionalLong version) implements Stored<T> {}

  /// The thing, where it can be read.
  default Optional<T> readable() {
    return this instanceof Found<T>(T thing, long _) ? Optional.of(thing) : Optional.empty();
  }

  /// 0 where nothing is stored; empty where it is unknown.
  default OptionalLong version() {
    return switch (this) {
      case Found<T>(T _, long version) -> OptionalLong.of(version);
      case Missing<T> _ -> OptionalLong.of(0);
      case Broken<T>(String _, OptionalLong version) -> version;
    };
  }

  /// What a document that was sent holds.
  sealed interface Draft<T> {
    record Valid<T>(T thing) implements Draft<T> {}

    record Invalid<T>(Problem problem) implements Draft<T> {}
  }

  /// What became of a write.
  sealed interface Written {
    /// `version` is stored now; of a deletion, was.
    record Done(long version) implements Written {}

    /// Another version was stored than the expected one.
    record Lost() implements Written {}

    /// Other writes came first again and again. Nothing is wrong with this one.
    record Contended() implements Written {}

    /// It does not fit what else is stored. `problem` is fit to show to an administrator.
    record Refused(Problem problem) implements Written {}
  }
}
