/// Tests of the engine.
@NullMarked
package dev.brevet.policy;

import org.jspecify.annotations.NullMarked;
