/// Tests of questions about whole policies.
@NullMarked
package dev.brevet.policy.analysis;

import org.jspecify.annotations.NullMarked;
