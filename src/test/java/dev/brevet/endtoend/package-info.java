/// Brevet over HTTP: the real functions behind the local gateway, with everything around them made
/// to work and to fail.
@NullMarked
package dev.brevet.endtoend;

import org.jspecify.annotations.NullMarked;
