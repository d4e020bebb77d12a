package dev.brevet.authorization;

/// Which subjects, resources or actions would be allowed? Of what is sought the id or name is
/// empty, whatever the request said. Source: OpenID Authorization API 1.0, Search APIs.
public record SearchQuestion(
    Sought sought,
    AskedEntity subject,
    AskedAction action,
    AskedEntity resource,
    AskedProperties context) {

  /// What is searched for.
  public enum Sought {
    SUBJECT,
    RESOURCE,
    ACTION
  }
}
