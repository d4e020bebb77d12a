package dev.brevet.api;

import module java.base;

/// One page of a list as it is answered: rows in their order, in one array or in several, until as
/// many as were asked for, or as many bytes as an answer may have. Every list of the API is made
/// with it.
///
/// A page without rows takes any, so that each page brings a list further. No row comes near what
/// is left: what is stored has at most 400 KB, and a byte of it becomes seven at the very most.
/// Source: AWS Lambda Developer Guide, gettingstarted-limits (6 MB of response); Amazon DynamoDB
/// Developer Guide, ServiceQuotas (400 KB of item).
public final class RowPage {
  /// Bytes of rows as the answer has them, where the body is text within JSON.
  static final int MOST_BYTES = 3 * 1024 * 1024;

  private final int limit;
  private final Map<String, StringJoiner> arrays = new LinkedHashMap<>();
  private String last = "";
  private int rows;
  private long bytes;
  private boolean cut;

  /// `arrays` are in the answer also where they are empty.
  public RowPage(int limit, String... arrays) {
    this.limit = limit;
    for (String array : arrays) {
      this.arrays.put(array, array());
    }
  }

  private static StringJoiner array() {
    return new StringJoiner(",", "[", "]");
  }

  /// Whether the row `json`, which the next page would begin after as `name`, is on this page.
  /// Where it is not, neither is any that comes later.
  public boolean add(String array, String name, String json) {
    long more = bytes(json) + 1;
    if (cut || rows == limit || (rows > 0 && bytes + more > MOST_BYTES)) {
      cut = true;
      return false;
    }
    arrays.computeIfAbsent(array, _ -> array()).add(json);
    last = name;
    rows++;
    bytes += more;
    return true;
  }

  /// There are more rows, which were not offered.
  public void cut() {
    cut = true;
  }

  /// Whether there is more than found a place.
  public boolean isCut() {
    return cut;
  }

  public int rows() {
    return rows;
  }

  /// The name of the last row; empty when there is none.
  public String last() {
    return last;
  }

  /// The rows of an array.
  public String rows(String array) {
    return String.valueOf(arrays.get(array));
  }

  /// The arrays as members of an object, and where the page was cut, `next`: the token of the one
  /// after it.
  public String members() {
    return members(PageQuery.token(last));
  }

  /// The same with another token.
  public String members(String next) {
    StringJoiner all = new StringJoiner(",");
    arrays.forEach((name, of) -> all.add("\"" + name + "\":" + of));
    if (cut) {
      all.add("\"next\":\"" + next + "\"");
    }
    return all.toString();
  }

  /// Bytes of `json` in a string of JSON in UTF-8, at the most.
  private static long bytes(String json) {
    long bytes = 0;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      bytes += c == '"' || c == '\\' ? 2 : c < ' ' ? 6 : c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
    }
    return bytes;
  }
}
