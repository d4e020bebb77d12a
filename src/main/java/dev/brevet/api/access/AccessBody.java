package dev.brevet.api.access;

import module java.base;

import dev.brevet.authorization.RequestAction;
import dev.brevet.authorization.RequestEntity;
import dev.brevet.authorization.RequestProperties;
import org.jspecify.annotations.Nullable;

/// A request of the authorization API as it was written, before it is known which of its parts must
/// be there. Source: OpenID Authorization API 1.0, Transport.
record AccessBody(Parts parts, List<Parts> evaluations, Semantic semantic, Page page) {

  /// How far a batch is answered. Source: the same, Evaluations semantics.
  enum Semantic {
    EXECUTE_ALL,
    DENY_ON_FIRST_DENY,
    PERMIT_ON_FIRST_PERMIT
  }

  /// Which part of a search's results is wanted. `limit` is empty where none was stated.
  record Page(String token, Optional<Integer> limit) {
    static final Page FIRST = new Page("", Optional.empty());
  }

  /// Something is wrong with one field; `detail` is fit to show.
  record Flaw(String field, String detail) {}

  /// The four parts of a question; those that are not stated are null.
  record Parts(
      @Nullable EntityPart subject,
      @Nullable ActionPart action,
      @Nullable EntityPart resource,
      @Nullable RequestProperties context,
      @Nullable Flaw flaw) {}

  /// A subject or resource: `type` and `id` are null where they are not stated.
  record EntityPart(
      @Nullable String type,
      @Nullable String id,
      RequestProperties properties,
      @Nullable RequestEntity whole) {
    static EntityPart of(@Nullable String type, @Nullable String id, RequestProperties properties) {
      return new EntityPart(
          type,
          id,
          properties,
          type == null || id == null ? null : new RequestEntity(type, id, properties));
    }
  }

  /// An action; null where it has no name.
  record ActionPart(@Nullable RequestAction whole) {}
}
