package dev.brevet.api;

import dev.brevet.iam.RequestContext;
import java.util.List;

/// What is in what an operation touches, as its condition keys ([ContentKeys]): what is written,
/// what that replaces, what is deleted or read. Each must be allowed.
sealed interface Content {
  /// It is known.
  record Known(List<RequestContext> each) implements Content {
    /// There is something that has no such keys.
    static final Known WITHOUT_KEYS = new Known(List.of(RequestContext.empty()));

    /// There is nothing.
    static final Known NOTHING = new Known(List.of());

    public Known {
      each = List.copyOf(each);
    }

    static Known of(RequestContext one) {
      return new Known(List.of(one));
    }
  }

  /// It cannot be read: nobody but a configured administrator may touch it.
  record Unreadable() implements Content {}

  /// Another version is stored than the caller means: once all of this is allowed, it is told so.
  record Moved(List<RequestContext> each, Problem problem) implements Content {
    public Moved {
      each = List.copyOf(each);
    }
  }
}
