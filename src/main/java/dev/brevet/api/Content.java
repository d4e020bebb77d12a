package dev.brevet.api;

import module java.base;

import dev.brevet.iam.RequestContext;

/// What is in what an operation touches, as its condition keys (`ContentKeys`): what is written,
/// what that replaces, what is deleted or read. Each must be allowed.
public sealed interface Content {
  /// It is known.
  record Known(List<RequestContext> each) implements Content {
    /// There is something that has no such keys.
    public static final Known WITHOUT_KEYS = new Known(List.of(RequestContext.empty()));

    public Known {
      each = List.copyOf(each);
    }

    public static Known of(RequestContext one) {
      return new Known(List.of(one));
    }
  }

  /// It cannot be read: only a configured administrator may read or change it.
  record Unreadable() implements Content {}

  /// Another version is stored than the caller means. A caller that may do all of this learns it.
  record Moved(List<RequestContext> each, Problem told) implements Content {
    public Moved {
      each = List.copyOf(each);
    }
  }

  /// Nothing is stored where the operation is about something that is. That is said only to callers
  /// that may do this whatever is stored there; to others it is as if something were stored that
  /// they may not touch.
  ///
  /// @param written what would be written, if anything
  /// @param told to such callers; empty where the operation itself says that nothing is there
  record Missing(List<RequestContext> written, Optional<Problem> told) implements Content {
    public Missing {
      written = List.copyOf(written);
    }

    /// Of a reading.
    public static Missing read() {
      return new Missing(List.of(), Optional.empty());
    }
  }

  /// What is answered to callers that may do this, where it cannot be done.
  default Optional<Problem> problem() {
    return switch (this) {
      case Known _, Unreadable _ -> Optional.empty();
      case Moved moved -> Optional.of(moved.told());
      case Missing missing -> missing.told();
    };
  }

  /// For the decision log.
  default String whyDenied() {
    return switch (this) {
      case Unreadable _ -> "the stored document cannot be read";
      case Missing _ -> "nothing is stored, and not every content is allowed";
      case Known _, Moved _ -> "the content is not allowed";
    };
  }

  /// Of a write or deletion that means the version `expected`, where `version` is stored, each 0
  /// for none.
  ///
  /// @param each what is written and what is stored
  /// @param isKnown whether it is known what is or would be stored
  static Content touched(List<RequestContext> each, long version, long expected, boolean isKnown) {
    if (version == expected) {
      return new Known(each);
    }
    Problem problem = Problem.of(Problem.Code.CONFLICT).member("currentVersion", version);
    return isKnown ? new Moved(each, problem) : new Missing(each, Optional.of(problem));
  }
}
