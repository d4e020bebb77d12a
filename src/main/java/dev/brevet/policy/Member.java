package dev.brevet.policy;

import java.util.Optional;

/// A policy in a set, with the name it was given, if any.
record Member(Optional<String> name, Policy policy) {}
