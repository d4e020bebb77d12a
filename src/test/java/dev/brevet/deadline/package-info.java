@NullMarked
package dev.brevet.deadline;

import org.jspecify.annotations.NullMarked;
