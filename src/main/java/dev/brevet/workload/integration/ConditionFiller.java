package dev.brevet.workload.integration;

import module java.base;

import dev.brevet.iam.UntrustedText;
import dev.brevet.workload.definition.Arguments;
import dev.brevet.workload.definition.Value;

/// Fills the conditions of a table with what a task says. A key whose value is only known at run
/// time is left out, and reported; one that is not given or not substituted lets nothing be
/// allowed.
final class ConditionFiller {
  /// A host without a wildcard, and the slash that ends it: `*` matches dots and slashes too.
  private static final String CLOSED = "https://[A-Za-z0-9.-]+(:[0-9]+)?/.*";

  private final ResourceResolver resolver;
  private final Arguments arguments;
  private final List<String> open = new ArrayList<>();
  private final List<String> blocked = new ArrayList<>();

  ConditionFiller(ResourceResolver resolver, Arguments arguments) {
    this.resolver = resolver;
    this.arguments = arguments;
  }

  /// What the condition does not limit, in words.
  List<String> open() {
    return List.copyOf(open);
  }

  /// Why nothing may be allowed at all, in words.
  List<String> blocked() {
    return List.copyOf(blocked);
  }

  /// The condition, filled in.
  ///
  /// @param required whether the call must give every parameter
  Map<String, Map<String, List<Filled>>> fill(
      Map<String, Map<String, List<String>>> condition, boolean required) {
    Map<String, Map<String, List<Filled>>> filled = new TreeMap<>();
    condition.forEach(
        (operator, keys) ->
            keys.forEach(
                (key, templates) -> {
                  List<Filled> values = new ArrayList<>();
                  templates.forEach(
                      template -> value(operator, key, template, required).ifPresent(values::add));
                  if (values.size() == templates.size()) {
                    filled.computeIfAbsent(operator, _ -> new TreeMap<>()).put(key, values);
                  }
                }));
    return filled;
  }

  /// Both conditions, whose operators must both hold.
  static Map<String, Map<String, List<Filled>>> both(
      Map<String, Map<String, List<Filled>>> one, Map<String, Map<String, List<Filled>>> other) {
    Map<String, Map<String, List<Filled>>> all = new TreeMap<>(one);
    other.forEach(
        (operator, keys) -> {
          Map<String, List<Filled>> merged = new TreeMap<>(all.getOrDefault(operator, Map.of()));
          merged.putAll(keys);
          all.put(operator, merged);
        });
    return all;
  }

  private Optional<Filled> value(String operator, String key, String template, boolean required) {
    int at = template.indexOf("${param:");
    if (at < 0) {
      return Optional.of(resolver.scope().fill(template));
    }
    int end = template.indexOf('}', at);
    String parameter = template.substring(at + "${param:".length(), end);
    Filled before = resolver.scope().fill(template.substring(0, at));
    Filled after = Filled.table(template.substring(end + 1));
    Value value = arguments.value(parameter);
    return switch (value) {
      case Value.Known(String text) ->
          Optional.of(
              text.startsWith("arn:") && before.text().startsWith("arn:")
                  ? Filled.literal(text)
                  : before.then(Filled.literal(text)).then(after));
      case Value.AtRunTime dynamic
          when dynamic.pattern().isPresent()
              && operator.endsWith("Like")
              && !dynamic.pattern().get().startsWith("*") -> {
        if (key.equals("states:HTTPEndpoint") && !dynamic.pattern().get().matches(CLOSED)) {
          open.add(
              "`"
                  + key
                  + "` is limited to `"
                  + UntrustedText.shown(dynamic.pattern().get())
                  + "` only, as other hosts begin too, which would get the connection's"
                  + " credentials: write `https://`, the whole host and a slash in `"
                  + parameter
                  + "`");
        }
        yield Optional.of(before.then(Filled.of(parameter, dynamic)).then(after));
      }
      case Value.AtRunTime _ -> {
        open.add("`" + key + "` cannot be limited: " + value.whyUnknown(parameter));
        yield Optional.empty();
      }
      case Value.Unsubstituted _ -> {
        blocked.add("`" + key + "` cannot be limited: " + value.whyUnknown(parameter));
        yield Optional.empty();
      }
      case Value.Missing() -> {
        if (required) {
          blocked.add("`" + key + "` cannot be limited: " + value.whyUnknown(parameter));
        }
        yield Optional.empty();
      }
    };
  }
}
