package dev.brevet.mapping;

/// What a mapping asks of every caller besides its trust policy: `mfa`, that the caller proved
/// itself with a second factor; `temporaryCredentialsOnly`, that a signing caller did not use an
/// IAM user's long-term access key. With `roleChaining` the caller may also be a session that
/// Brevet vended; its new session is narrowed by that session's policy and ends with it.
public record CallerRequirements(
    boolean mfa, boolean temporaryCredentialsOnly, boolean roleChaining) {}
