package dev.brevet.authorization;

/// Which subjects, resources or actions would be allowed? Of what is sought the id or name is
/// empty, whatever the request said. Source: OpenID Authorization API 1.0, Search APIs.
public record SearchQuestion(
    Sought sought,
    RequestEntity subject,
    RequestAction action,
    RequestEntity resource,
    RequestProperties context) {

  /// What is searched for.
  public enum Sought {
    SUBJECT,
    RESOURCE,
    ACTION
  }
}
