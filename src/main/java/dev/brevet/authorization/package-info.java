/// The operation behind the authorization API: decisions and searches over the directory, for
/// programs that enforce them, and simulations of policies.
@NullMarked
package dev.brevet.authorization;

import org.jspecify.annotations.NullMarked;
