/// Signing in at an issuer, and the tokens and sessions that come of it.
@NullMarked
package dev.brevet.cli.login;

import org.jspecify.annotations.NullMarked;
