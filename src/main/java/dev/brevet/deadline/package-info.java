/// How long the work for one invocation may still wait.
@NullMarked
package dev.brevet.deadline;

import org.jspecify.annotations.NullMarked;
