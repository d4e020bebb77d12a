package dev.brevet.mapping;

import module java.base;

import dev.brevet.iam.UntrustedText;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonArray;
import dev.brevet.json.JsonValue.JsonBoolean;
import dev.brevet.json.JsonValue.JsonNull;
import dev.brevet.json.JsonValue.JsonNumber;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.JsonString;
import dev.brevet.json.JsonValue.Member;
import dev.brevet.policy.element.ConditionOperator;
import dev.brevet.policy.element.OperatorName;
import dev.brevet.policy.element.PatternParser;

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
  List<TemplatePart> write(JsonObject policy) {
    object(policy, new Place.TopLevel());
    endLiteral();
    return List.copyOf(parts);
  }

  private void value(JsonValue value, Place place) {
    switch (value) {
      case JsonObject object -> object(object, place);
      case JsonArray array -> {
        literal.append('[');
        for (int i = 0; i < array.items().size(); i++) {
          separate(i);
          value(array.items().get(i), place);
        }
        literal.append(']');
      }
      case JsonString string -> text(string.text(), place);
      case JsonNumber _, JsonBoolean _, JsonNull _ -> literal.append(JsonText.compact(value));
    }
  }

  private void object(JsonObject object, Place place) {
    literal.append('{');
    int i = 0;
    for (Member field : object.members()) {
      separate(i++);
      requireNoPlaceholder(field.name());
      literal.append(JsonText.quoted(field.name())).append(':');
      value(field.value(), inside(place, field.name()));
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
      case Place.Resource _ -> template(text, true);
      case Place.Operand(String operator) -> operand(text, operator);
      case Place.TopLevel _,
          Place.Statement _,
          Place.Condition _,
          Place.Operator _,
          Place.Fixed _ -> {
        requireNoPlaceholder(text);
        literal.append(JsonText.quoted(text));
      }
    }
  }

  private void operand(String text, String operator) {
    Optional<ConditionOperator.Family> family =
        OperatorName.parseInAnyCase(operator).map(name -> name.operation().family());
    if (family.filter(ConditionOperator.Family::isText).isPresent()) {
      template(text, family.get() == ConditionOperator.Family.ARN);
    } else if (text.contains("{{")) {
      oneValue(TextTemplate.of(text), family, operator);
    } else {
      literal.append(JsonText.quoted(text));
    }
  }

  /// An operand of a type that has no escapes: a placeholder is all of it, but for the prefix
  /// length of a network.
  private void oneValue(
      TextTemplate operand, Optional<ConditionOperator.Family> family, String operator) {
    List<TextTemplate.Part> text = operand.parts();
    boolean isAddress = family.equals(Optional.of(ConditionOperator.Family.IP_ADDRESS));
    if (!(text.getFirst() instanceof TextTemplate.Part.Placeholder(String name))
        || text.size() > (isAddress ? 2 : 1)
        || !(text.getLast() instanceof TextTemplate.Part.Literal || text.size() == 1)) {
      throw new IllegalArgumentException(
          "under `"
              + UntrustedText.shown(operator)
              + "` a placeholder must be the whole value"
              + (isAddress ? ", or everything before the `/` of a prefix length" : ""));
    }
    String prefix = text.getLast() instanceof TextTemplate.Part.Literal(String fixed) ? fixed : "";
    TemplatePart.Kind kind =
        isAddress && !prefix.isEmpty()
            ? TemplatePart.Kind.addressBefore(prefix)
            : kind(family, operator);
    literal.append('"');
    endLiteral();
    parts.add(new TemplatePart.Slot(name, kind));
    JsonText.escape(prefix, literal);
    literal.append('"');
  }

  private static TemplatePart.Kind kind(
      Optional<ConditionOperator.Family> family, String operator) {
    return family
        .flatMap(TemplateWriter::kind)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a placeholder cannot be used under `" + UntrustedText.shown(operator) + "`"));
  }

  private static Optional<TemplatePart.Kind> kind(ConditionOperator.Family family) {
    return switch (family) {
      case NUMERIC -> Optional.of(TemplatePart.Kind.NUMBER);
      case DATE -> Optional.of(TemplatePart.Kind.DATE);
      case BOOL -> Optional.of(TemplatePart.Kind.BOOL);
      case BINARY -> Optional.of(TemplatePart.Kind.BYTES);
      case IP_ADDRESS -> Optional.of(TemplatePart.Kind.ADDRESS);
      // `Null` asks whether a key is there, which is what the statement does and no value.
      case NULL, STRING, ARN -> Optional.empty();
    };
  }

  private void template(String text, boolean arn) {
    literal.append('"');
    StringBuilder before = new StringBuilder();
    for (TextTemplate.Part part : TextTemplate.of(text).parts()) {
      switch (part) {
        case TextTemplate.Part.Literal(String fixed) -> {
          JsonText.escape(fixed, literal);
          before.append(fixed);
        }
        case TextTemplate.Part.Placeholder(String name) -> {
          requireOutsideOfVariable(before.toString(), name);
          endLiteral();
          boolean head = arn && colons(before.toString()) < 5;
          parts.add(
              new TemplatePart.Slot(
                  name, head ? TemplatePart.Kind.ARN_HEAD : TemplatePart.Kind.ESCAPED));
        }
      }
    }
    literal.append('"');
  }

  /// The colons that part an ARN: none of a variable's name.
  private static int colons(String text) {
    int colons = 0;
    for (int i = 0; i < text.length(); i++) {
      int close = PatternParser.variableEnd(text, i);
      if (close >= 0) {
        i = close;
      } else if (text.charAt(i) == ':') {
        colons++;
      }
    }
    return colons;
  }

  /// INVARIANT: no value is read as part of a policy variable. After `$` a value such as
  /// `{aws:username}` would make one, and inside of `${`, its default included, it would name one.
  private static void requireOutsideOfVariable(String before, String name) {
    if (isOpen(before) || before.endsWith("$")) {
      throw new IllegalArgumentException(
          "the placeholder `{{" + name + "}}` must not be in a policy variable or right after `$`");
    }
  }

  /// Whether a variable is open at the end of `text`, to a reader for which quotes hold braces or
  /// to one for which they do not.
  private static boolean isOpen(String text) {
    boolean open = text.lastIndexOf("${") > text.lastIndexOf('}');
    for (int i = 0; i < text.length() && !open; i++) {
      if (text.startsWith("${", i)) {
        int close = PatternParser.variableEnd(text, i);
        open = close < 0;
        i = Math.max(i, close);
      }
    }
    return open;
  }

  private static void requireNoPlaceholder(String text) {
    if (text.contains("{{")) {
      throw new IllegalArgumentException(
          "placeholders can be used only in the values of Resource, NotResource and conditions, not"
              + " in `"
              + UntrustedText.shown(text)
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
