/// What statements are made of: versions and effects, patterns, condition operators with their
/// values.
///
/// Pure values that match or do not match; a decision is made of them in [dev.brevet.policy].
@NullMarked
package dev.brevet.policy.element;

import org.jspecify.annotations.NullMarked;
