package dev.brevet.directory.editor;

/// How often, after which pauses and for how long a write that was overtaken is tried again. One
/// for each thing that is tried.
public interface Patience {
  /// Waits, longer after more tries and never as long as another writer that was overtaken too;
  /// false, without waiting, when it has been too long.
  boolean triesAgain();
}
