/// Tests of reading and writing policies.
@NullMarked
package dev.brevet.policy.json;

import org.jspecify.annotations.NullMarked;
