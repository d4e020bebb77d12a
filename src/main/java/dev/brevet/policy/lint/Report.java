package dev.brevet.policy.lint;

import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects findings.
final class Report {
  private final List<Finding> findings = new ArrayList<>();

  void error(String id, Item item, String why, JsonObject... repair) {
    add(id, Severity.ERROR, item, why, repair);
  }

  void warning(String id, Item item, String why, JsonObject... repair) {
    add(id, Severity.WARNING, item, why, repair);
  }

  void info(String id, Item item, String why, JsonObject... repair) {
    add(id, Severity.INFO, item, why, repair);
  }

  void add(String id, Severity severity, Item item, String why, JsonObject... repair) {
    Finding finding =
        new Finding(
            id,
            severity,
            why,
            Math.max(1, item.place().line()),
            Math.max(1, item.place().column()),
            item.pointer(),
            List.of(repair));
    if (!findings.contains(finding)) {
      findings.add(finding);
    }
  }

  /// In the order of the document, the worst first at the same place.
  List<Finding> findings() {
    return findings.stream()
        .sorted(
            Comparator.comparingInt(Finding::line)
                .thenComparingInt(Finding::column)
                .thenComparing(Finding::severity)
                .thenComparing(Finding::id)
                .thenComparing(Finding::why))
        .toList();
  }

  /// A text of the document in a message.
  static String shown(Item item) {
    return "`" + JsonText.shown(item.text()) + "`";
  }
}
