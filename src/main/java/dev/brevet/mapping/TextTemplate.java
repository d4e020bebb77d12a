package dev.brevet.mapping;

import module java.base;

/// Text with `{{name}}` placeholders, parsed once: literals and placeholders, in order.
///
/// Rendering is one pass over the parts, so that what a value holds is never read as a placeholder.
public record TextTemplate(List<Part> parts) {
  /// A piece of a template.
  public sealed interface Part {
    /// Itself.
    record Literal(String text) implements Part {}

    /// The value of a parameter.
    record Placeholder(String name) implements Part {}
  }

  public TextTemplate {
    parts = List.copyOf(parts);
  }

  /// The template that `text` writes.
  ///
  /// @throws IllegalArgumentException when `{{` does not begin a placeholder
  public static TextTemplate of(String text) {
    List<Part> parts = new ArrayList<>();
    int from = 0;
    for (int open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", from)) {
      int close = text.indexOf("}}", open);
      String name = close < 0 ? "" : text.substring(open + 2, close);
      if (!MappingParameter.isName(name)) {
        throw new IllegalArgumentException(
            "`{{` begins a placeholder such as `{{tenant}}`, without spaces");
      }
      if (open > from) {
        parts.add(new Part.Literal(text.substring(from, open)));
      }
      parts.add(new Part.Placeholder(name));
      from = close + 2;
    }
    if (from < text.length()) {
      parts.add(new Part.Literal(text.substring(from)));
    }
    return new TextTemplate(parts);
  }

  /// The names of the parameters that it takes.
  public Set<String> placeholders() {
    return parts.stream()
        .filter(Part.Placeholder.class::isInstance)
        .map(part -> ((Part.Placeholder) part).name())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The text with `values` in place of the placeholders, as they are.
  ///
  /// @throws IllegalArgumentException when a value is missing
  public String render(Map<String, String> values) {
    return written(
        name ->
            Optional.ofNullable(values.get(name))
                .orElseThrow(() -> new IllegalArgumentException("no value for `" + name + "`")));
  }

  private String written(UnaryOperator<String> placeholder) {
    return parts.stream()
        .map(
            part ->
                switch (part) {
                  case Part.Literal(String text) -> text;
                  case Part.Placeholder(String name) -> placeholder.apply(name);
                })
        .collect(Collectors.joining());
  }

  /// The template as it was written.
  @Override
  public String toString() {
    return written(name -> "{{" + name + "}}");
  }
}
