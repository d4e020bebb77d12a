/// Lambda's side of a function, for tests and benchmarks of what is packaged: the runtime API that
/// the real runtime interface client talks to, and the processes that it runs in.
@NullMarked
package dev.brevet.runtime;

import org.jspecify.annotations.NullMarked;
