package dev.brevet.policy.lint;

import module java.base;

import dev.brevet.iam.UntrustedText;
import dev.brevet.json.JsonValue.JsonObject;

/// Collects findings.
final class Report {
  private final Set<Finding> findings = new LinkedHashSet<>();

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
    findings.add(
        new Finding(
            id,
            severity,
            why,
            Math.max(1, item.place().line()),
            Math.max(1, item.place().column()),
            item.pointer(),
            List.of(repair)));
  }

  /// In the order of the document, the worst first at the same place.
  List<Finding> findings() {
    // Of a name that is given twice readers take one or the other, and those that repair do too.
    boolean ambiguous = findings.stream().anyMatch(each -> each.id().equals("DUPLICATE_KEY"));
    return findings.stream()
        .map(finding -> ambiguous ? finding.withoutRepair() : finding)
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
    return "`" + UntrustedText.shown(item.text()) + "`";
  }
}
