package dev.brevet.api.admin;

import module java.base;

import dev.brevet.api.Problem;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.policy.lint.Finding;
import dev.brevet.policy.lint.Severity;

/// The findings of checks on a document that is written: errors refuse it, others are reported.
///
/// @param all in the document's order
record PolicyFindings(List<Finding> all) {
  PolicyFindings {
    all = List.copyOf(all);
  }

  /// The refusal; empty when no finding is an error. It names the place of the first error, and has
  /// all of them.
  Optional<Problem> refusal() {
    List<Finding> errors =
        all.stream().filter(finding -> finding.severity() == Severity.ERROR).toList();
    if (errors.isEmpty()) {
      return Optional.empty();
    }
    Finding first = errors.getFirst();
    return Optional.of(
        Problem.malformed(field(first), detail(first))
            .errors(errors.stream().map(PolicyFindings::flaw).toList()));
  }

  /// A finding as a problem names it, with its place.
  static Problem.Flaw flaw(Finding finding) {
    return new Problem.Flaw(field(finding), detail(finding));
  }

  /// `document`, a JSON object with members, with `findings` as its last one when there are any.
  String in(String document) {
    return all.isEmpty()
        ? document
        : document.substring(0, document.lastIndexOf('}'))
            + ",\"findings\":"
            + JsonText.compact(JsonValue.of(all.stream().map(Finding::toJson).toList()))
            + "}";
  }

  /// A JSON pointer without its first slash: `trustPolicy/Statement/0/Principal`.
  private static String field(Finding finding) {
    return finding.pointer().isEmpty() ? "body" : finding.pointer().substring(1);
  }

  private static String detail(Finding finding) {
    return finding.id()
        + " at line "
        + finding.line()
        + ", column "
        + finding.column()
        + ": "
        + finding.why();
  }
}
