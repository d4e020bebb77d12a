package dev.brevet.authorization;

/// May this subject do this action on this resource, in this context? Source: OpenID Authorization
/// API 1.0, Access Evaluation.
public record AccessQuestion(
    RequestEntity subject,
    RequestAction action,
    RequestEntity resource,
    RequestProperties context) {}
