package dev.brevet.policy.lint;

import module java.base;

import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.UntrustedText;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonArray;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.Member;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.element.WorkBudget;

/// Reads a document as a policy, reports where it is none, and keeps what makes sense.
///
/// Source: IAM User Guide, reference_policies_grammar.
final class DocumentOutline {
  private static final List<String> ELEMENTS = List.of("Version", "Id", "Statement");

  /// Half a second or so.
  private static final long EFFORT = 20_000_000;

  private final PolicyType type;
  private final Report report;

  DocumentOutline(PolicyType type, Report report) {
    this.type = type;
    this.report = report;
  }

  LintedPolicy read(JsonObject document, Optional<String> account, int size, WorkBudget budget) {
    unique(document, "");
    elements(document, "", ELEMENTS, report);
    id(document);
    boolean variables = version(document);
    List<LintedStatement> statements = new ArrayList<>();
    Optional<JsonValue> all = document.get("Statement");
    if (all.isEmpty()) {
      report.error(
          "MISSING_STATEMENT", whole(document), "a policy without `Statement` does nothing");
    } else {
      List<JsonValue> items = all.get().asList();
      if (items.isEmpty()) {
        report.error(
            "EMPTY_ARRAY_STATEMENT",
            Item.of(all.get(), "", "/Statement", false),
            "a policy without statements does nothing");
      }
      for (int i = 0; i < items.size(); i++) {
        String pointer = all.get() instanceof JsonArray ? "/Statement/" + i : "/Statement";
        statement(items.get(i), pointer).ifPresent(statements::add);
      }
      uniqueSids(items, all.get() instanceof JsonArray);
    }
    return new LintedPolicy(
        type, account, document, size, variables, budget.upTo(EFFORT), statements);
  }

  /// A policy that nothing is to be read of but its size.
  LintedPolicy nothingOf(JsonObject document, int size) {
    return new LintedPolicy(
        type, Optional.empty(), document, size, false, new WorkBudget(EFFORT), List.of());
  }

  private Optional<LintedStatement> statement(JsonValue value, String pointer) {
    if (value instanceof JsonObject object) {
      return Optional.of(new StatementOutline(type, report).read(object, pointer));
    }
    report.error(
        "DATA_TYPE_MISMATCH", Item.of(value, "", pointer, false), "a statement is an object");
    return Optional.empty();
  }

  private void id(JsonObject document) {
    Optional<Member> id = document.member("Id");
    if (id.isPresent() && !type.mayHaveId()) {
      report.error(
          "INVALID_POLICY_ELEMENT",
          new Item("Id", id.get().place(), "/Id", false),
          "IAM refuses `Id` in a policy of this kind");
    }
    if (id.isPresent() && id.get().value().asText().isEmpty()) {
      report.error(
          "DATA_TYPE_MISMATCH", Item.of(id.get().value(), "", "/Id", false), "an `Id` is a string");
    }
  }

  /// Whether the version has policy variables.
  private boolean version(JsonObject document) {
    Optional<Member> version = document.member("Version");
    if (version.isEmpty()) {
      boolean variables = JsonText.compact(document).contains("${");
      String why =
          "without `Version` the policy has that of 2008, in which policy variables are plain text";
      if (variables) {
        // With the version of 2012 the texts would become variables: the author must say which is
        // meant.
        report.warning("MISSING_VERSION", whole(document), why);
      } else {
        report.warning(
            "MISSING_VERSION",
            whole(document),
            why,
            Patch.add("/Version", JsonValue.of("2012-10-17")));
      }
      return false;
    }
    Item item = Item.of(version.get().value(), "", "/Version", false);
    String text = version.get().value().asText().orElse("");
    switch (text) {
      case "2012-10-17" -> {
        return true;
      }
      case "2008-10-17" ->
          report.info("OLD_VERSION", item, "the version of 2008 has no policy variables");
      default ->
          report.error(
              "INVALID_VERSION", item, "IAM has the versions `2012-10-17` and `2008-10-17` only");
    }
    return false;
  }

  /// Names that the grammar does not have. None has a repair: IAM refuses the policy, and would
  /// take what allows something.
  static void elements(JsonObject object, String pointer, List<String> known, Report report) {
    for (Member member : object.members()) {
      if (known.contains(member.name())) {
        continue;
      }
      Item item =
          new Item(member.name(), member.place(), Item.below(pointer, member.name()), false);
      Optional<String> meant =
          known.stream().filter(name -> AsciiCase.equal(name, member.name())).findFirst();
      String why = "IAM has no element " + Report.shown(item) + " here";
      if (meant.isPresent() && object.member(meant.get()).isEmpty()) {
        report.error(
            "INVALID_POLICY_ELEMENT",
            item,
            why + ": `" + meant.get() + "` is spelled with that case");
      } else {
        report.error("INVALID_POLICY_ELEMENT", item, why);
      }
    }
  }

  /// A name that is given twice: readers differ in which one counts.
  private void unique(JsonValue value, String pointer) {
    switch (value) {
      case JsonObject object -> {
        Set<String> seen = new HashSet<>();
        for (Member member : object.members()) {
          String below = Item.below(pointer, member.name());
          if (!seen.add(member.name())) {
            report.error(
                "DUPLICATE_KEY",
                new Item(member.name(), member.place(), below, false),
                "`"
                    + UntrustedText.shown(member.name())
                    + "` is given twice, and only one of them counts");
          }
          unique(member.value(), below);
        }
      }
      case JsonArray array -> {
        for (int i = 0; i < array.items().size(); i++) {
          unique(array.items().get(i), pointer + "/" + i);
        }
      }
      case JsonValue.JsonString _,
          JsonValue.JsonNumber _,
          JsonValue.JsonBoolean _,
          JsonValue.JsonNull _ -> {}
    }
  }

  private void uniqueSids(List<JsonValue> statements, boolean inArray) {
    Map<String, String> first = new HashMap<>();
    for (int i = 0; i < statements.size(); i++) {
      Optional<Member> sid = statements.get(i).asObject().flatMap(object -> object.member("Sid"));
      Optional<String> text = sid.flatMap(member -> member.value().asText());
      String pointer = inArray ? "/Statement/" + i + "/Sid" : "/Statement/Sid";
      if (text.isEmpty() || text.get().isEmpty()) {
        continue;
      }
      String before = first.putIfAbsent(text.get(), pointer);
      if (before != null) {
        report.error(
            "UNIQUE_SIDS_REQUIRED",
            Item.of(sid.get().value(), text.get(), pointer, false),
            "the `Sid` is that of `" + before + "` too");
      }
    }
  }

  private static Item whole(JsonObject document) {
    return new Item("", document.place(), "", false);
  }
}
