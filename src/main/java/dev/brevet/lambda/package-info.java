/// Lambda's side: entry points, one component per function, settings, the clock.
@NullMarked
package dev.brevet.lambda;

import org.jspecify.annotations.NullMarked;
