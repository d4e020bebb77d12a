package dev.brevet.policy;

/// A policy under the name that an explanation calls it by: a mapping's id, a policy's ARN.
public record NamedPolicy(String name, Policy policy) {}
