/// Proof of an AWS identity by a presigned `GetCallerIdentity` request, which STS is asked to
/// answer.
@NullMarked
package dev.brevet.identity.presigned;

import org.jspecify.annotations.NullMarked;
