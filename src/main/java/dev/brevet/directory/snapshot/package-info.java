/// The whole directory in memory, as the engine asks it: a function's copy, and how it follows the
/// store.
@NullMarked
package dev.brevet.directory.snapshot;

import org.jspecify.annotations.NullMarked;
