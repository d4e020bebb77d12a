package dev.brevet.policy;

import java.util.List;

/// An element of a statement and its `Not` form: `Action` is [In], `NotAction` is [NotIn].
///
/// `In` of an empty list covers nothing. `NotIn` covers everything that none of its patterns
/// matches.
public sealed interface Matcher<P> {
  List<P> patterns();

  /// Covers what at least one pattern matches.
  record In<P>(List<P> patterns) implements Matcher<P> {
    public In {
      patterns = List.copyOf(patterns);
    }
  }

  /// Covers what no pattern matches.
  record NotIn<P>(List<P> patterns) implements Matcher<P> {
    public NotIn {
      patterns = List.copyOf(patterns);
    }
  }
}
