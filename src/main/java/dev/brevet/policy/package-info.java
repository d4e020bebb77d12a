/// The policy engine: policies as values, and how IAM decides over them.
///
/// Pure functions: no I/O, no clock, no JSON, no logger. What exists is well formed, so evaluating
/// never fails; text becomes a [dev.brevet.policy.Policy] in `policy.json`, which refuses what it
/// does not know.
@NullMarked
package dev.brevet.policy;

import org.jspecify.annotations.NullMarked;
