/// State machine definitions in the Amazon States Language, read for what they call.
@NullMarked
package dev.brevet.workload.definition;

import org.jspecify.annotations.NullMarked;
