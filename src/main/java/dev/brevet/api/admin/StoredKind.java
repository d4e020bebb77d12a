package dev.brevet.api.admin;

import module java.base;

import dev.brevet.api.AdministeredResource;
import dev.brevet.api.ApiRequest;
import dev.brevet.api.Body;
import dev.brevet.api.PageQuery;
import dev.brevet.api.Problem;
import dev.brevet.api.Route;
import dev.brevet.iam.RequestContext;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.policy.lint.Finding;

/// One kind of thing that is administered: what it is called, how it is read and written, where it
/// is kept. [StoredEndpoint] has the routes that every kind has.
///
/// @param <I> how one is named
/// @param <T> the thing itself
abstract class StoredKind<I, T> {
  final StoredEndpoint<I, T> endpoint;
  final Names names;

  StoredKind(Administration administration, Names names) {
    this.names = names;
    this.endpoint = new StoredEndpoint<>(administration, this);
  }

  public List<Route> routes() {
    return endpoint.routes();
  }

  /// The parameter that narrows a list to names that begin with its value and a slash.
  ///
  /// @param name empty for none
  record Filter(String name, Predicate<String> isValue) {
    static final Filter NONE = new Filter("", _ -> false);
  }

  /// What a kind is called.
  ///
  /// @param resourceType as actions call one: `EnforcementPoint`
  /// @param resourceTypes as the action that lists calls them: `EnforcementPoints`
  /// @param label as ARNs begin: `enforcement-point`
  /// @param collection as paths and lists call them: `enforcement-points`
  /// @param template what follows the collection in the path of one: `/{name}`
  /// @param idField the field of a body that must be as in the path
  /// @param filter what narrows a list
  record Names(
      String resourceType,
      String resourceTypes,
      String label,
      String collection,
      String template,
      String idField,
      Filter filter) {
    Problem notInPath() {
      return Problem.malformed(
          template.equals("/{id}") ? "id" : "path",
          "the path does not name one of the `" + collection + "`");
    }
  }

  /// How one thing is named.
  ///
  /// @param name what lists are sorted by: no two things have the same
  /// @param path below that of all administration: what [#key] reads
  /// @param resource as policies call it: `mapping/orders-reader`
  /// @param mapping for the decision log, where it is a mapping's
  record StoredKey<I>(
      I id, String name, String path, AdministeredResource resource, Optional<String> mapping) {}

  /// The key that a path names. Empty when nothing can have it.
  abstract Optional<StoredKey<I>> key(Map<String, String> path);

  abstract StoredKey<I> key(T thing);

  /// What is in it, as condition keys.
  abstract RequestContext content(T thing);

  /// What would be in anything of this name; empty where the name does not say it.
  Optional<RequestContext> contentOf(StoredKey<I> key) {
    return Optional.empty();
  }

  /// What is in everything that a list of `filter` can show.
  RequestContext contentOfAll(String filter) {
    return RequestContext.empty();
  }

  /// Whether things are created by POST on the collection, because their names are not chosen.
  boolean isPosted() {
    return false;
  }

  /// The bytes that a document may have.
  int mostBytes() {
    return Body.MOST;
  }

  /// Whether a new version is made from the one that it replaces.
  boolean isMadeFromStored() {
    return false;
  }

  /// Checks what was sent, as the stores check it.
  ///
  /// @param replaced what a new version is made from, where it can be read
  abstract Stored.Draft<T> read(String json, Optional<T> replaced, WorkBudget budget);

  /// What there is to say about the policies of what was read from `json`. A finding of severity
  /// error refuses the write; the others are in its answer.
  List<Finding> findings(T thing, String json, ApiRequest request) {
    return List.of();
  }

  /// As JSON, with its version.
  abstract String show(T thing, long version);

  abstract Stored<T> find(I id);

  /// The rows of a page, if no other number is asked for. Without a limit, all is read at once.
  int usualPage() {
    return PageQuery.ALL;
  }

  /// What is stored under names that begin with `prefix`, sorted by name, beginning after the name
  /// `after` (from the first where that is empty), at most `most`.
  abstract List<Row<I, T>> list(String prefix, String after, int most);

  record Row<I, T>(StoredKey<I> key, Stored<T> stored) {}

  abstract Stored.Written write(T thing, long expectedVersion);

  abstract Stored.Written remove(I id, long expectedVersion);
}
