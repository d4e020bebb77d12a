package dev.brevet.api;

import module java.base;

import dev.brevet.iam.UnicodeText;
import dev.brevet.json.InvalidDocument;

/// Which page of a list is asked for: `?limit=100&token=...`, where `token` is the `next` of the
/// page before. A token is the name of that page's last row, and opens nothing.
///
/// @param limit the most rows
/// @param after the rows after this name are asked for; from the first where it is empty
public record PageQuery(int limit, String after) {
  /// The most rows that can be asked for.
  private static final int MOST = 500;

  /// No limit but the bytes of an answer ([RowPage]).
  public static final int ALL = Integer.MAX_VALUE;

  /// The parameters that each list takes.
  private static final Set<String> OWN = Set.of("limit", "token");

  /// The parameters of a list that takes `others` besides.
  ///
  /// @throws InvalidDocument when they are not those of a page and `others`
  public static Map<String, String> parameters(String query, Set<String> others)
      throws InvalidDocument {
    Set<String> known = new HashSet<>(OWN);
    known.addAll(others);
    return QueryString.read(query, known);
  }

  /// The page that `parameters` ask for.
  ///
  /// @param usual the limit where none is given
  /// @throws InvalidDocument naming the parameter that is wrong
  public static PageQuery of(Map<String, String> parameters, int usual) throws InvalidDocument {
    String token = parameters.get("token");
    Optional<String> after = token == null ? Optional.of("") : name(token);
    return new PageQuery(
        limit(parameters, usual, MOST),
        after.orElseThrow(() -> new InvalidDocument("token", "is not from a page of this list")));
  }

  /// The limit that `parameters` name, at most `most`.
  public static int limit(Map<String, String> parameters, int usual, int most)
      throws InvalidDocument {
    String limit = parameters.get("limit");
    if (limit != null && (!limit.matches("[1-9][0-9]{0,2}") || Integer.parseInt(limit) > most)) {
      throw new InvalidDocument("limit", "must be 1 to " + most);
    }
    return limit == null ? usual : Integer.parseInt(limit);
  }

  /// The token of the page after the row `name`.
  public static String token(String name) {
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
  public static Optional<String> base64(String text) {
    try {
      return UnicodeText.decode(Base64.getUrlDecoder().decode(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
