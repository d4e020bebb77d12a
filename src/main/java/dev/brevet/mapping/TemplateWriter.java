package dev.brevet.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Writes a policy that holds placeholders as minified JSON in pieces: text that stays, and slots
/// for values.
final class TemplateWriter {
  private final List<TemplatePart> parts = new ArrayList<>();
  private final StringBuilder literal = new StringBuilder();

  /// Where in a policy a value stands, as far as placeholders are concerned.
  private sealed interface Place {
    record TopLevel() implements Place {}

    record Statement() implements Place {}

    record Resource() implements Place {}

    record Condition() implements Place {}

    record Operator(String name) implements Place {}

    record Operand(String operator) implements Place {}

    record Fixed() implements Place {}
  }

  /// @throws IllegalArgumentException when a placeholder stands where none may
  List<TemplatePart> write(Json.Obj policy) {
    object(policy, new Place.TopLevel());
    endLiteral();
    return List.copyOf(parts);
  }

  private void value(Json value, Place place) {
    switch (value) {
      case Json.Obj object -> object(object, place);
      case Json.Array(List<Json> elements) -> {
        literal.append('[');
        for (int i = 0; i < elements.size(); i++) {
          separate(i);
          value(elements.get(i), place);
        }
        literal.append(']');
      }
      case Json.Text(String text) -> text(text, place);
      case Json.Numeral(String digits) -> literal.append(digits);
      case Json.Bool(boolean truth) -> literal.append(truth);
      case Json.Null _ -> literal.append("null");
    }
  }

  private void object(Json.Obj object, Place place) {
    literal.append('{');
    int i = 0;
    for (Map.Entry<String, Json> field : object.fields().entrySet()) {
      separate(i++);
      requireNoPlaceholder(field.getKey());
      Json.quote(field.getKey(), literal);
      literal.append(':');
      value(field.getValue(), inside(place, field.getKey()));
    }
    literal.append('}');
  }

  private void separate(int index) {
    if (index > 0) {
      literal.append(',');
    }
  }

  private static Place inside(Place place, String field) {
    return switch (place) {
      case Place.TopLevel _ when field.equals("Statement") -> new Place.Statement();
      case Place.Statement _ when field.equals("Resource") || field.equals("NotResource") ->
          new Place.Resource();
      case Place.Statement _ when field.equals("Condition") -> new Place.Condition();
      case Place.Condition _ -> new Place.Operator(field);
      case Place.Operator(String name) -> new Place.Operand(name);
      case Place.TopLevel _, Place.Statement _, Place.Resource _, Place.Operand _, Place.Fixed _ ->
          new Place.Fixed();
    };
  }

  private void text(String text, Place place) {
    switch (place) {
      case Place.Resource _ -> template(text, true, TemplatePart.Kind.ESCAPED, "x");
      case Place.Operand(String operator) -> operand(text, bareOperator(operator));
      case Place.TopLevel _,
          Place.Statement _,
          Place.Condition _,
          Place.Operator _,
          Place.Fixed _ -> {
        requireNoPlaceholder(text);
        Json.quote(text, literal);
      }
    }
  }

  private void operand(String text, String operator) {
    if (operator.startsWith("string")) {
      template(text, false, TemplatePart.Kind.ESCAPED, "x");
    } else if (operator.startsWith("arn")) {
      template(text, true, TemplatePart.Kind.ESCAPED, "x");
    } else {
      template(text, false, TemplatePart.Kind.VERBATIM, sample(operator));
    }
  }

  /// The operator without its set prefix and `IfExists`, lower case.
  private static String bareOperator(String operator) {
    String bare = operator.substring(operator.indexOf(':') + 1).toLowerCase(Locale.ROOT);
    return bare.endsWith("ifexists")
        ? bare.substring(0, bare.length() - "ifexists".length())
        : bare;
  }

  private static String sample(String operator) {
    if (operator.startsWith("date")) {
      return "2026-01-01T00:00:00Z";
    }
    return switch (operator) {
      case "bool", "null" -> "true";
      case "ipaddress", "notipaddress" -> "192.0.2.1";
      case "binaryequals" -> "QQ==";
      default -> "1";
    };
  }

  private void template(String text, boolean arn, TemplatePart.Kind kind, String sample) {
    literal.append('"');
    StringBuilder before = new StringBuilder();
    for (TextTemplate.Part part : TextTemplate.of(text).parts()) {
      switch (part) {
        case TextTemplate.Part.Literal(String fixed) -> {
          Json.escape(fixed, literal);
          before.append(fixed);
        }
        case TextTemplate.Part.Placeholder(String name) -> {
          requireOutsideOfVariable(before.toString(), name);
          endLiteral();
          boolean head = arn && before.chars().filter(c -> c == ':').count() < 5;
          parts.add(new TemplatePart.Slot(name, head ? TemplatePart.Kind.ARN_HEAD : kind, sample));
        }
      }
    }
    literal.append('"');
  }

  /// INVARIANT: no value is read as part of a policy variable. After `$` a value such as
  /// `{aws:username}` would make one, and inside of `${` it would name one.
  private static void requireOutsideOfVariable(String before, String name) {
    boolean open = before.lastIndexOf("${") > before.lastIndexOf('}');
    if (open || before.endsWith("$")) {
      throw new IllegalArgumentException(
          "the placeholder `{{" + name + "}}` stands in a policy variable or right after `$`");
    }
  }

  private static void requireNoPlaceholder(String text) {
    if (text.contains("{{")) {
      throw new IllegalArgumentException(
          "placeholders stand in the values of Resource, NotResource and conditions only, not in `"
              + Json.shown(text)
              + "`");
    }
  }

  private void endLiteral() {
    if (!literal.isEmpty()) {
      parts.add(new TemplatePart.Literal(literal.toString()));
      literal.setLength(0);
    }
  }
}
