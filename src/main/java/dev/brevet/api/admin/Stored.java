package dev.brevet.api.admin;

import module java.base;

import dev.brevet.api.AdministeredResource;
import dev.brevet.api.Problem;
import dev.brevet.iam.AccountId;
import dev.brevet.iam.RequestContext;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.policy.lint.Finding;

/// A kind of thing that is administered: what it is called, how it is read and written, where it is
/// kept.
///
/// @param <I> how one is named
/// @param <T> the thing itself
interface Stored<I, T> {
  /// As actions call it: `Mapping`, `Issuer`.
  String word();

  /// As paths and lists call many: `mappings`, `issuers`.
  String collection();

  /// The name in the path. Empty when it can be nobody's.
  Optional<I> parseId(String segment);

  /// As policies call it: `mapping/orders-reader`.
  AdministeredResource resource(I id);

  /// What is in it, as condition keys.
  RequestContext content(T thing);

  /// For the decision log, where it is a mapping's.
  Optional<String> mapping(I id);

  /// Checks what was sent, as the stores check it.
  Draft<T> read(I id, String json, WorkBudget budget);

  /// What there is to say about the policies of what was read from `json`. One of severity error
  /// refuses the write; the others come back in its answer.
  ///
  /// @param own the account that Brevet runs in
  default List<Finding> findings(T thing, String json, AccountId own, WorkBudget budget) {
    return List.of();
  }

  /// What was sent is one, or what is wrong with it.
  sealed interface Draft<T> {
    record Valid<T>(T thing) implements Draft<T> {}

    record Invalid<T>(Problem problem) implements Draft<T> {}
  }

  /// As JSON, with its version.
  String show(T thing);

  long version(T thing);

  Lookup<T> find(I id);

  /// What is stored under a name.
  sealed interface Lookup<T> {
    record Found<T>(T thing) implements Lookup<T> {}

    record Missing<T>() implements Lookup<T> {}

    /// Something is, but it cannot be read. `problem` is fit to show to an administrator.
    record Broken<T>(String problem) implements Lookup<T> {}
  }

  /// What a list is sorted by: no two have the same.
  String name(T thing);

  /// All that can be read, by name.
  List<T> list();

  Written<T> put(T thing, long expectedVersion);

  /// What became of a write.
  sealed interface Written<T> {
    /// `thing` is what is stored now.
    record Done<T>(T thing) implements Written<T> {}

    /// Another version was stored than the expected one.
    record Lost<T>() implements Written<T> {}

    /// It cannot be stored beside something else. `problem` is fit to show to an administrator.
    record Barred<T>(String problem) implements Written<T> {}
  }

  /// Whether it was removed: not when another version was stored, or none.
  boolean delete(I id, long expectedVersion);
}
