package dev.brevet.authorization;

import module java.base;

import dev.brevet.policy.Decision;
import dev.brevet.policy.StatementReference;

/// The answers of a batch as they are recorded: a line for each, in order, of five fields with tabs
/// between them: `+` or `-`, subject, action, resource, and what decided. A field that is as in the
/// line before is empty; tabs, line breaks and backslashes in names are written `\t`, `\n`, `\\`,
/// other control characters `?`.
final class AnswerLines {
  /// The most `char`s of one record: DynamoDB takes 400 KB in an item, and a `char` is at most
  /// three bytes.
  static final int MOST = 110_000;

  private static final RequestEntity NOBODY = new RequestEntity("", "", RequestProperties.none());

  private final List<String> parts = new ArrayList<>();
  private final StringBuilder out = new StringBuilder(4_096);
  private final IdentityHashMap<Decision, String> reasons = new IdentityHashMap<>();
  private RequestEntity subject = NOBODY;
  private RequestEntity resource = NOBODY;
  private String action = "";
  private String why = "";

  private AnswerLines() {}

  /// One text, or several where one would be too long. Never none.
  static List<String> of(List<EvaluateAccess.Item> items, List<AccessAnswer> answers) {
    AnswerLines lines = new AnswerLines();
    for (int i = 0; i < answers.size(); i++) {
      lines.add(items.get(i), answers.get(i));
    }
    lines.parts.add(lines.out.toString());
    return lines.parts;
  }

  /// As [#of], of the results of a search, a line each.
  static List<String> ofResults(List<String> results) {
    AnswerLines lines = new AnswerLines();
    for (String result : results) {
      lines.cut();
      lines.escaped(result);
      lines.out.append('\n');
    }
    lines.parts.add(lines.out.toString());
    return lines.parts;
  }

  private void cut() {
    if (out.length() > MOST - 16_000) {
      parts.add(out.toString());
      out.setLength(0);
      subject = NOBODY;
      resource = NOBODY;
      action = "";
      why = "";
    }
  }

  private void add(EvaluateAccess.Item item, AccessAnswer answer) {
    cut();
    out.append(answer.isAllowed() ? "+\t" : "-\t");
    if (item instanceof EvaluateAccess.Item.Question(AccessQuestion question)) {
      subject = entity(question.subject(), subject);
      out.append('\t');
      action = field(question.action().name(), action);
      out.append('\t');
      resource = entity(question.resource(), resource);
    } else {
      out.append("\t\t");
    }
    out.append('\t');
    why = field(why(answer), why);
    out.append('\n');
  }

  private String why(AccessAnswer answer) {
    return switch (answer) {
      case AccessAnswer.Decided(Decision decision, boolean mfa) ->
          mfa ? "mfa_required" : reasons.computeIfAbsent(decision, AnswerLines::why);
      case AccessAnswer.NotPermitted _ -> "not_permitted";
      case AccessAnswer.Undecidable(String reason) -> reason;
      case AccessAnswer.Withheld(AccessAnswer answered) -> why(answered);
      case AccessAnswer.Malformed(String field, String _) -> "malformed " + field;
    };
  }

  private static String why(Decision decision) {
    if (decision instanceof Decision.ImplicitlyDenied denied) {
      return "no " + denied.type().label();
    }
    StringBuilder text = new StringBuilder();
    for (StatementReference reference : decision.statements()) {
      text.append(text.isEmpty() ? "" : ",").append(reference);
    }
    return text.toString();
  }

  private RequestEntity entity(RequestEntity entity, RequestEntity before) {
    if (!entity.id().equals(before.id()) || !entity.type().equals(before.type())) {
      escaped(entity.type());
      out.append('/');
      escaped(entity.id());
    }
    return entity;
  }

  private String field(String text, String before) {
    if (!text.equals(before)) {
      escaped(text);
    }
    return text;
  }

  private void escaped(String text) {
    if (text.chars().allMatch(c -> c >= ' ' && c != '\\')) {
      out.append(text);
    } else {
      text.chars().forEach(c -> escaped((char) c));
    }
  }

  private void escaped(char c) {
    switch (c) {
      case '\t' -> out.append("\\t");
      case '\n' -> out.append("\\n");
      case '\\' -> out.append("\\\\");
      default -> out.append(c < ' ' ? '?' : c);
    }
  }
}
