package dev.brevet.policy.lint;

import module java.base;

/// The lists that checks know, as they ship with this program.
final class Tables {
  private Tables() {}

  /// The rows of a table, each with its fields.
  static List<List<String>> rows(String name) {
    try (InputStream in = Tables.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("no resource `" + name + "`");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> List.of(line.split("\t", -1)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("a table is missing", e);
    }
  }
}
