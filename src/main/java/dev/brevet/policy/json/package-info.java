/// Policies as JSON text: reading, which refuses whatever it does not know and says where, and
/// writing.
@NullMarked
package dev.brevet.policy.json;

import org.jspecify.annotations.NullMarked;
