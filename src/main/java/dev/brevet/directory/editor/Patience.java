package dev.brevet.directory.editor;

/// How often, after which pauses and for how long somebody who was overtaken tries again. One for
/// each thing that is tried.
public interface Patience {
  /// Waits, longer after more tries and never as long as another who was overtaken too; false,
  /// without waiting, when it has been too long.
  boolean triesAgain();
}
