package dev.brevet.api;

import module java.base;

import dev.brevet.iam.UnicodeText;

/// Which page of a list is asked for: `?limit=100&token=...`, where `token` is the `next` of the
/// page before. A token is the name of that page's last row, and opens nothing.
public sealed interface PageQuery {
  /// The most rows that can be asked for.
  int MOST = 500;

  /// No limit but the bytes of an answer ([RowPage]).
  int ALL = Integer.MAX_VALUE;

  /// What is asked for cannot be read.
  record Refused(Problem problem) implements PageQuery {}

  /// The rows after the name `after` (from the first where that is empty), at most `limit`.
  record Page(int limit, String after) implements PageQuery {}

  /// The page that `parameters` ask for.
  ///
  /// @param others the parameters that a list takes besides
  /// @param usual the limit where none is given
  static PageQuery of(Map<String, String> parameters, Set<String> others, int usual) {
    for (String name : parameters.keySet()) {
      if (!name.equals("limit") && !name.equals("token") && !others.contains(name)) {
        return new Refused(QueryString.unknown(name));
      }
    }
    String limit = parameters.get("limit");
    if (limit != null && (!limit.matches("[1-9][0-9]{0,2}") || Integer.parseInt(limit) > MOST)) {
      return refused("limit", "`limit` must be 1 to " + MOST);
    }
    String token = parameters.get("token");
    Optional<String> after = token == null ? Optional.of("") : name(token);
    return after.isEmpty()
        ? refused("token", "`token` is not from a page of this list")
        : new Page(limit == null ? usual : Integer.parseInt(limit), after.get());
  }

  /// Of a query without other parameters.
  static PageQuery of(String query, int usual) {
    return switch (QueryString.read(query)) {
      case QueryString.Reading.Refused(Problem problem) -> new Refused(problem);
      case QueryString.Reading.Read(Map<String, String> parameters) ->
          of(parameters, Set.of(), usual);
    };
  }

  /// The token of the page after the row `name`.
  static String token(String name) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(name.getBytes(StandardCharsets.UTF_8));
  }

  /// No name that is stored is longer than 1,024 bytes: DynamoDB's limit of a sort key.
  private static Optional<String> name(String token) {
    return base64(token)
        .filter(name -> !name.isEmpty())
        .filter(name -> name.getBytes(StandardCharsets.UTF_8).length <= 1_024);
  }

  /// Text that is base64url of UTF-8; empty when it is not.
  static Optional<String> base64(String text) {
    try {
      return UnicodeText.decode(Base64.getUrlDecoder().decode(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Refused refused(String field, String detail) {
    return new Refused(Problem.malformed(field, detail));
  }
}
