package dev.brevet.policy.json;

/// What reading a policy gives: the policy, or where and why the text is none.
public sealed interface PolicyReading permits Parsed, Malformed {}
