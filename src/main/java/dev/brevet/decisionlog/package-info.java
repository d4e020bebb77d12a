/// The decision log: one record for each answer, durable before anything is released.
@NullMarked
package dev.brevet.decisionlog;

import org.jspecify.annotations.NullMarked;
