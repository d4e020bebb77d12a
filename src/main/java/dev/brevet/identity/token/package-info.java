/// Proof of an identity by a signed token (JWT) of a registered issuer: its form, its keys, its
/// claims.
@NullMarked
package dev.brevet.identity.token;

import org.jspecify.annotations.NullMarked;
