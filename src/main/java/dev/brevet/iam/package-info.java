/// IAM's vocabulary as values: an instance that exists is valid. No logic but validity.
///
/// Every type has a constructor that throws [IllegalArgumentException] with a message fit to show,
/// and where untrusted text is read, a `parse` that answers empty instead.
@NullMarked
package dev.brevet.iam;

import org.jspecify.annotations.NullMarked;
