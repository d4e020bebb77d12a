/// Brevet on one machine: API Gateway, STS, DynamoDB and an OpenID Connect issuer that behave as
/// the real ones do, around the real functions.
///
/// It lives among the tests, so that it cannot ship.
@NullMarked
package dev.brevet.local;

import org.jspecify.annotations.NullMarked;
