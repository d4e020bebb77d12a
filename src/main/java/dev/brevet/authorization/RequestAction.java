package dev.brevet.authorization;

/// An action as a request names it: any text. Source: OpenID Authorization API 1.0, Action.
public record RequestAction(String name, RequestProperties properties) {}
