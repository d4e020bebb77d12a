package dev.brevet.api;

import module java.base;

import dev.brevet.json.DocumentReading;
import dev.brevet.json.Fields;
import dev.brevet.policy.element.WorkBudget;

/// A request's body that carries documents: a policy, a definition. At most 4 MB.
public final class DocumentBody {
  /// Bytes.
  static final int MOST = 4 * 1024 * 1024;

  private static final int VALUE = 200;
  private static final int WILDCARD = 400;

  private DocumentBody() {}

  /// What `reader` makes of the fields of `body`, paid from `budget` before they are read: what it
  /// becomes may be fifty times as long.
  ///
  /// @param reader empty only when it added a problem
  /// @throws WorkBudget.TooMuchWork when there is not enough left
  public static <T> DocumentReading<T> read(
      Body body, WorkBudget budget, Function<Fields, Optional<T>> reader) {
    return body.text(MOST)
        .flatMap(
            json -> {
              budget.buy(price(json));
              return Fields.request(json, MOST, reader);
            });
  }

  /// Each value becomes an object of its own, and each wildcard of a pattern some more.
  private static long price(String json) {
    long price = 0;
    for (int i = 0; i < json.length(); i++) {
      price +=
          switch (json.charAt(i)) {
            case ',', '[', '{' -> VALUE;
            case '*', '?' -> WILDCARD;
            default -> 0;
          };
    }
    return price;
  }
}
