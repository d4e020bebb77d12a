package dev.brevet.workload.integration;

import dev.brevet.json.JsonText;
import dev.brevet.workload.definition.Arguments;
import dev.brevet.workload.definition.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Fills the conditions of a table with what a task says. A key whose value is not known is left
/// out, and told.
final class ConditionFiller {
  private final ResourceResolver resolver;
  private final Arguments arguments;
  private final List<String> open = new ArrayList<>();
  private final List<String> blocked = new ArrayList<>();

  ConditionFiller(ResourceResolver resolver, Arguments arguments) {
    this.resolver = resolver;
    this.arguments = arguments;
  }

  /// Why keys were left out, in words.
  List<String> open() {
    return List.copyOf(open);
  }

  /// Why nothing may be allowed at all, in words: a placeholder stands where a limit should.
  List<String> blocked() {
    return List.copyOf(blocked);
  }

  /// The condition, filled in.
  Map<String, Map<String, List<String>>> fill(Map<String, Map<String, List<String>>> condition) {
    Map<String, Map<String, List<String>>> filled = new TreeMap<>();
    condition.forEach(
        (operator, keys) ->
            keys.forEach(
                (key, templates) -> {
                  List<String> values = new ArrayList<>();
                  templates.forEach(
                      template -> value(operator, key, template).ifPresent(values::add));
                  if (values.size() == templates.size()) {
                    filled.computeIfAbsent(operator, _ -> new TreeMap<>()).put(key, values);
                  }
                }));
    return filled;
  }

  /// Both conditions, whose operators must both hold.
  static Map<String, Map<String, List<String>>> both(
      Map<String, Map<String, List<String>>> one, Map<String, Map<String, List<String>>> other) {
    Map<String, Map<String, List<String>>> all = new TreeMap<>(one);
    other.forEach(
        (operator, keys) -> {
          Map<String, List<String>> merged = new TreeMap<>(all.getOrDefault(operator, Map.of()));
          merged.putAll(keys);
          all.put(operator, merged);
        });
    return all;
  }

  /// Whether a wildcard stands in the host or right after it: `*` matches dots and slashes too.
  private static boolean isOpenHost(String endpoint) {
    int start = endpoint.indexOf("://") < 0 ? 0 : endpoint.indexOf("://") + 3;
    int slash = endpoint.indexOf('/', start);
    return PolicyText.hasWildcard(
        slash < 0 ? endpoint.substring(start) : endpoint.substring(start, slash));
  }

  private Optional<String> value(String operator, String key, String template) {
    int at = template.indexOf("${param:");
    if (at < 0) {
      return Optional.of(resolver.scope().fill(template));
    }
    int end = template.indexOf('}', at);
    String parameter = template.substring(at + "${param:".length(), end);
    String before = resolver.scope().fill(template.substring(0, at));
    String after = template.substring(end + 1);
    return switch (arguments.value(parameter)) {
      case Value.Known(String text) ->
          Optional.of(
              text.startsWith("arn:") && before.startsWith("arn:")
                  ? PolicyText.escape(text)
                  : before + PolicyText.escape(text) + after);
      case Value.Missing() -> Optional.empty();
      case Value.AtRunTime(_, Optional<String> pattern)
          when pattern.isPresent()
              && operator.endsWith("Like")
              && !pattern.get().startsWith("*") -> {
        if (key.equals("states:HTTPEndpoint") && isOpenHost(pattern.get())) {
          open.add(
              "`"
                  + key
                  + "` is limited to `"
                  + JsonText.shown(pattern.get())
                  + "` only, as other hosts begin too: write the whole host and a slash in"
                  + " `"
                  + parameter
                  + "`");
        }
        yield Optional.of(before + pattern.get() + after);
      }
      case Value.AtRunTime(String expression, _) -> {
        open.add(
            "`"
                + key
                + "` cannot be limited: `"
                + parameter
                + "` is only known at run time: `"
                + JsonText.shown(expression)
                + "`");
        yield Optional.empty();
      }
      case Value.Unsubstituted(_, String placeholder) -> {
        blocked.add(
            "`"
                + key
                + "` cannot be limited: nothing substitutes `"
                + placeholder
                + "` in `"
                + parameter
                + "`");
        yield Optional.empty();
      }
    };
  }
}
