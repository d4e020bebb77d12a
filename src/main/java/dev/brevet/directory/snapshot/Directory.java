package dev.brevet.directory.snapshot;

import dev.brevet.directory.DirectoryUnavailable;

/// The directory as readers see it.
public interface Directory {
  /// Everything as it was at one moment, no longer ago than readers are promised. Cheap to ask:
  /// call it once for each request and use what it gives for all of it.
  ///
  /// @throws DirectoryUnavailable when it would be too old and the store did not answer; never an
  ///   older one then
  DirectorySnapshot current();
}
