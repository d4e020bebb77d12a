/// Identifies callers: proofs in, verified identities out. Only this room can make a
/// [dev.brevet.identity.VerifiedIdentity].
@NullMarked
package dev.brevet.identity;

import org.jspecify.annotations.NullMarked;
