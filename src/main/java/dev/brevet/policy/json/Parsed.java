package dev.brevet.policy.json;

import dev.brevet.policy.Policy;

/// The text was a policy of the type asked for.
public record Parsed(Policy policy) implements PolicyReading {}
