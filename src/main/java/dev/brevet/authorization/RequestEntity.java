package dev.brevet.authorization;

/// A subject or a resource as a request names it: any texts, of which nothing is known yet. Where
/// the entity is what is searched for, `id` is empty.
///
/// Source: OpenID Authorization API 1.0, Subject and Resource.
public record RequestEntity(String type, String id, RequestProperties properties) {
  /// The same with another id.
  RequestEntity named(String other) {
    return new RequestEntity(type, other, properties);
  }

  /// `type/id`, for the log.
  @Override
  public String toString() {
    return type + "/" + id;
  }
}
