package dev.brevet.workload.integration;

import dev.brevet.json.JsonText;
import dev.brevet.workload.definition.Arguments;
import dev.brevet.workload.definition.Value;
import dev.brevet.workload.integration.ResourceRule.Fallback;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Applies resource rules to what a task hands over.
///
/// @param tighter whether to allow as little as is certain to suffice, instead of what AWS's own
///   generator allows
public record ResourceResolver(Scope scope, boolean tighter) {

  /// The resources that `rule` gives. `onlyPresent` leaves out what is not written, without a gap.
  public Resolution resolve(ResourceRule rule, Arguments arguments, boolean onlyPresent) {
    return switch (rule) {
      case ResourceRule.Fixed fixed -> Resolution.of(fill(fixed.templates()));
      case ResourceRule.All all ->
          Resolution.all(
              all.rules().stream().map(part -> resolve(part, arguments, onlyPresent)).toList());
      case ResourceRule.FromParameter from -> fromParameter(from, arguments, onlyPresent);
      case ResourceRule.FromParameters from -> fromParameters(from, arguments);
      case ResourceRule.FromEndpoint from -> fromEndpoint(from, arguments);
    };
  }

  private Resolution fromParameter(
      ResourceRule.FromParameter rule, Arguments arguments, boolean onlyPresent) {
    List<String> present = rule.parameters().stream().filter(arguments::has).toList();
    if (arguments.isWhollyDynamic() && onlyPresent) {
      return Resolution.gap(
          "whether " + named(rule.parameters()) + " is given is only known at run time", List.of());
    }
    if (present.isEmpty()) {
      return onlyPresent ? Resolution.of(List.of()) : missing(rule, arguments);
    }
    List<Resolution> parts = new ArrayList<>();
    for (String parameter : present) {
      for (Value value : arguments.values(parameter)) {
        parts.add(value(rule, parameter, value, arguments));
      }
    }
    return Resolution.all(parts);
  }

  private Resolution value(
      ResourceRule.FromParameter rule, String parameter, Value value, Arguments arguments) {
    return switch (value) {
      case Value.Known(String text) -> {
        List<String> arns = arns(rule, PolicyText.escape(text), false);
        yield arns.isEmpty()
            ? Resolution.gap(
                "`" + parameter + "` does not name a resource: `" + JsonText.shown(text) + "`",
                List.of())
            : qualified(rule, arns, arguments);
      }
      case Value.AtRunTime dynamic -> atRunTime(rule, parameter, dynamic);
      case Value.Unsubstituted(String text, String placeholder) ->
          Resolution.gap(
              "nothing substitutes `"
                  + placeholder
                  + "` in `"
                  + parameter
                  + "`: `"
                  + JsonText.shown(text)
                  + "`",
              List.of());
      // An item of a list may leave the name out: the default event bus.
      case Value.Missing() -> new Resolution(fill(rule.missing().templates(tighter)), List.of());
    };
  }

  private Resolution atRunTime(
      ResourceRule.FromParameter rule, String parameter, Value.AtRunTime value) {
    Optional<String> own = own(value.expression());
    if (own.isPresent()) {
      return Resolution.of(arns(rule, own.get(), true));
    }
    // What an expression says of all its results is certain to suffice, as a literal is.
    List<String> known =
        value.pattern().map(pattern -> arns(rule, pattern, true)).orElse(List.of());
    List<String> granted =
        known.isEmpty() ? fill(rule.atRunTime().templates(tighter)) : unqualifiedToo(rule, known);
    return Resolution.gap(
        "`"
            + parameter
            + "` is only known at run time: `"
            + JsonText.shown(value.expression())
            + "`",
        granted);
  }

  /// What the context object tells of the machine itself. Source: Step Functions Developer Guide,
  /// input-output-contextobject.
  private Optional<String> own(String expression) {
    return switch (expression) {
      case "$$.StateMachine.Id", "{% $states.context.StateMachine.Id %}" ->
          Optional.of(scope.machine().arn());
      case "$$.StateMachine.Name", "{% $states.context.StateMachine.Name %}" ->
          scope.machine().name().map(PolicyText::escape);
      default -> Optional.empty();
    };
  }

  private Resolution missing(ResourceRule.FromParameter rule, Arguments arguments) {
    if (!rule.missing().equals(Fallback.NONE)) {
      return Resolution.of(fill(rule.missing().templates(tighter)));
    }
    for (String alternative : rule.alternatives()) {
      switch (arguments.value(alternative)) {
        case Value.Known(String text)
            when tighter && PolicyText.isArn(PolicyText.escape(text), false) -> {
          return Resolution.of(List.of(PolicyText.escape(text)));
        }
        case Value.Known _, Value.AtRunTime _, Value.Unsubstituted _ -> {
          return Resolution.gap(
              "`" + alternative + "` can be allowed on every resource only", List.of("*"));
        }
        case Value.Missing _ -> {}
      }
    }
    return Resolution.gap(named(rule.parameters()) + " is not given", List.of());
  }

  private List<String> arns(ResourceRule.FromParameter rule, String value, boolean pattern) {
    return rule.form().arns(value, pattern, rule.template(), scope);
  }

  /// With a version or alias in a parameter of its own, the ARN must hold it: the unqualified one
  /// does not allow it.
  private Resolution qualified(
      ResourceRule.FromParameter rule, List<String> arns, Arguments arguments) {
    if (rule.qualifier().isEmpty() || arguments.isWhollyDynamic()) {
      return Resolution.of(arns);
    }
    String function = arns.getFirst();
    boolean has = function.split(":", -1).length > 7;
    return switch (arguments.value(rule.qualifier())) {
      case Value.Missing() -> Resolution.of(arns);
      case Value.Known(String text) ->
          Resolution.of(has ? arns : List.of(function + ":" + PolicyText.escape(text)));
      case Value.AtRunTime(String expression, _) ->
          Resolution.gap(
              "`"
                  + rule.qualifier()
                  + "` is only known at run time: `"
                  + JsonText.shown(expression)
                  + "`",
              List.of(has ? function : function + ":*"));
      case Value.Unsubstituted(_, String placeholder) ->
          Resolution.gap(
              "nothing substitutes `" + placeholder + "` in `" + rule.qualifier() + "`", List.of());
    };
  }

  /// A function's pattern ends with its name or in the middle of it; a qualifier may follow where
  /// the rule has one.
  private static List<String> unqualifiedToo(ResourceRule.FromParameter rule, List<String> known) {
    String last = known.getLast();
    return rule.qualifier().isEmpty() || last.endsWith("*") ? known : List.of(last, last + ":*");
  }

  private Resolution fromParameters(ResourceRule.FromParameters rule, Arguments arguments) {
    List<Resolution.Gap> gaps = new ArrayList<>();
    String[] values = new String[rule.parameters().size()];
    for (int i = 0; i < values.length; i++) {
      String parameter = rule.parameters().get(i);
      Value value = arguments.value(parameter);
      if (value instanceof Value.Known(String text)) {
        values[i] = PolicyText.escape(text);
      } else if (value instanceof Value.AtRunTime(String expression, Optional<String> pattern)) {
        values[i] = pattern.orElse("*");
        gaps.add(
            new Resolution.Gap(
                "`"
                    + parameter
                    + "` is only known at run time: `"
                    + JsonText.shown(expression)
                    + "`",
                List.of()));
      } else {
        return Resolution.gap(why(parameter, value), List.of());
      }
    }
    List<String> arns =
        gaps.isEmpty() || tighter
            ? List.of(scope.fill(rule.template(), values))
            : fill(rule.atRunTime().templates(false));
    return new Resolution(
        arns, gaps.stream().map(gap -> new Resolution.Gap(gap.reason(), arns)).toList());
  }

  private Resolution fromEndpoint(ResourceRule.FromEndpoint rule, Arguments arguments) {
    return new EndpointArn(scope, tighter).resolve(rule, arguments);
  }

  static String why(String parameter, Value value) {
    return value instanceof Value.Unsubstituted(_, String placeholder)
        ? "nothing substitutes `" + placeholder + "` in `" + parameter + "`"
        : "`" + parameter + "` is not given";
  }

  private static String named(List<String> parameters) {
    return "`" + String.join("` or `", parameters) + "`";
  }

  List<String> fill(List<String> templates) {
    return templates.stream().map(template -> scope.fill(template)).toList();
  }

  /// The one value of a parameter, escaped. Empty when it is not known before the machine runs.
  public static Optional<String> known(Arguments arguments, String parameter) {
    return arguments.value(parameter) instanceof Value.Known(String text)
        ? Optional.of(PolicyText.escape(text))
        : Optional.empty();
  }
}
