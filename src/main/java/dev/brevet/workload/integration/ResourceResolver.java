package dev.brevet.workload.integration;

import module java.base;

import dev.brevet.iam.UntrustedText;
import dev.brevet.workload.definition.Arguments;
import dev.brevet.workload.definition.Value;
import dev.brevet.workload.integration.ResourceRule.Fallback;

/// Applies resource rules to what a task hands over.
///
/// @param tighter whether to allow as little as is certain to suffice, instead of what AWS's own
///   generator allows
public record ResourceResolver(Scope scope, boolean tighter) {

  /// The resources that `rule` gives. `onlyPresent` leaves out what is not written, without a gap.
  public Resolution resolve(ResourceRule rule, Arguments arguments, boolean onlyPresent) {
    return switch (rule) {
      case ResourceRule.Fixed fixed -> Resolution.of(scope.fill(fixed.templates()));
      case ResourceRule.All all ->
          Resolution.all(
              all.rules().stream().map(part -> resolve(part, arguments, onlyPresent)).toList());
      case ResourceRule.FromParameter from -> fromParameter(from, arguments, onlyPresent);
      case ResourceRule.FromParameters from -> fromParameters(from, arguments);
      case ResourceRule.FromObject from -> fromObject(from, arguments, onlyPresent);
      case ResourceRule.FromCopySource(String parameter) ->
          ObjectForm.copySource(arguments.value(parameter), scope);
      case ResourceRule.FromEndpoint from ->
          new EndpointArn(scope, tighter).resolve(from, arguments);
    };
  }

  /// What a call through API Gateway is in the API's own policy: `execute-api:/stage/METHOD/path`.
  public Resolution pathOfApi(Arguments arguments) {
    return EndpointArn.withPath(Filled.table("execute-api:"), arguments);
  }

  private Resolution fromParameter(
      ResourceRule.FromParameter rule, Arguments arguments, boolean onlyPresent) {
    List<String> present = rule.parameters().stream().filter(arguments::has).toList();
    if (arguments.isWhollyDynamic() && onlyPresent) {
      return Resolution.blocked(
          "whether " + named(rule.parameters()) + " is given is only known at run time");
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
    return rule.below().isEmpty()
        ? Resolution.all(parts)
        : below(Resolution.all(parts), rule.below(), arguments);
  }

  /// What is named within each of the resources; all of it where its name is not known.
  private static Resolution below(Resolution resources, String below, Arguments arguments) {
    int name = below.lastIndexOf('/') + 1;
    String parameter = below.substring(name);
    Value value = arguments.value(parameter);
    Optional<Filled> filled = filled(parameter, value);
    return filled.isEmpty()
        ? Resolution.blocked(value.whyUnknown(parameter))
        : new Resolution(
            resources.resources().stream()
                .filter(each -> !each.text().equals("*"))
                .map(each -> each.then(Filled.table(below.substring(0, name))).then(filled.get()))
                .toList(),
            resources.blocked());
  }

  private Resolution value(
      ResourceRule.FromParameter rule, String parameter, Value value, Arguments arguments) {
    return switch (value) {
      case Value.Known(String text) -> {
        List<Filled> arns = arns(rule, Filled.literal(text));
        yield arns.isEmpty() ? noName(parameter, text) : qualified(rule, arns, arguments);
      }
      case Value.AtRunTime dynamic -> atRunTime(rule, parameter, dynamic, arguments);
      case Value.Unsubstituted _ -> Resolution.blocked(value.whyUnknown(parameter));
      // An item of a list may leave the name out: the default event bus.
      case Value.Missing() -> Resolution.of(scope.fill(rule.missing().templates(tighter)));
    };
  }

  private static Resolution noName(String parameter, String text) {
    return Resolution.blocked(
        "`" + parameter + "` does not name a resource: `" + UntrustedText.shown(text) + "`");
  }

  private Resolution atRunTime(
      ResourceRule.FromParameter rule,
      String parameter,
      Value.AtRunTime value,
      Arguments arguments) {
    Optional<Filled> own = own(value.expression());
    if (own.isPresent()) {
      return Resolution.of(arns(rule, own.get()));
    }
    // What an expression says of all its results is certain to suffice, as a literal is.
    List<Filled> known =
        value.pattern().isEmpty() ? List.of() : arns(rule, Filled.of(parameter, value));
    return known.isEmpty()
        ? Resolution.instead(
            scope.fill(rule.atRunTime().templates(tighter)), value.whyUnknown(parameter))
        : patternQualified(rule, known, arguments);
  }

  /// What the context object says of the machine itself. Source: Step Functions Developer Guide,
  /// input-output-contextobject.
  private Optional<Filled> own(String expression) {
    return switch (expression) {
      case "$$.StateMachine.Id", "{% $states.context.StateMachine.Id %}" ->
          Optional.of(scope.fill("${StateMachineArn}"));
      case "$$.StateMachine.Name", "{% $states.context.StateMachine.Name %}" ->
          scope.machine().name().map(Filled::literal);
      default -> Optional.empty();
    };
  }

  private Resolution missing(ResourceRule.FromParameter rule, Arguments arguments) {
    if (!rule.missing().equals(Fallback.NONE)) {
      return Resolution.of(scope.fill(rule.missing().templates(tighter)));
    }
    for (String alternative : rule.alternatives()) {
      switch (arguments.value(alternative)) {
        case Value.Known(String text)
            when tighter && PolicyText.isArn(PolicyText.escape(text), false) -> {
          return Resolution.of(Filled.literal(text));
        }
        case Value.Known _, Value.AtRunTime _ -> {
          return Resolution.of(
              Filled.table("*")
                  .because("`" + alternative + "` can be allowed on every resource only"));
        }
        case Value.Unsubstituted value -> {
          return Resolution.blocked(value.whyUnknown(alternative));
        }
        case Value.Missing _ -> {}
      }
    }
    return Resolution.blocked(named(rule.parameters()) + " is not given");
  }

  private List<Filled> arns(ResourceRule.FromParameter rule, Filled value) {
    return rule.form().arns(value, rule.template(), scope);
  }

  /// With a version or alias in a parameter of its own, the ARN must hold it: the unqualified one
  /// does not allow it.
  private Resolution qualified(
      ResourceRule.FromParameter rule, List<Filled> arns, Arguments arguments) {
    if (rule.qualifier().isEmpty()) {
      return Resolution.of(arns);
    }
    Filled function = arns.getFirst();
    boolean has = function.text().split(":", -1).length > 7;
    return switch (arguments.value(rule.qualifier())) {
      case Value.Missing() -> Resolution.of(arns);
      case Value.Known(String text) ->
          Resolution.of(has ? function : function.then(qualifier(Filled.literal(text))));
      case Value.AtRunTime dynamic ->
          Resolution.of(
              has
                  ? function.because(dynamic.whyUnknown(rule.qualifier()))
                  : function
                      .then(qualifier(Filled.table("*")))
                      .because(dynamic.whyUnknown(rule.qualifier())));
      case Value.Unsubstituted value -> Resolution.blocked(value.whyUnknown(rule.qualifier()));
    };
  }

  private static Filled qualifier(Filled qualifier) {
    return Filled.table(":").then(qualifier);
  }

  /// A function's pattern ends with its name or in the middle of it; a qualifier may follow where
  /// the rule has one.
  private Resolution patternQualified(
      ResourceRule.FromParameter rule, List<Filled> known, Arguments arguments) {
    if (rule.qualifier().isEmpty()) {
      return Resolution.of(known);
    }
    if (arguments.value(rule.qualifier()) instanceof Value.Unsubstituted value) {
      return Resolution.blocked(value.whyUnknown(rule.qualifier()));
    }
    Filled last = known.getLast();
    return Resolution.of(
        last.text().endsWith("*") ? known : List.of(last, last.then(qualifier(Filled.table("*")))));
  }

  private Resolution fromParameters(ResourceRule.FromParameters rule, Arguments arguments) {
    Filled[] values = new Filled[rule.parameters().size()];
    boolean known = true;
    for (int i = 0; i < values.length; i++) {
      String parameter = rule.parameters().get(i);
      Value value = arguments.value(parameter);
      Optional<Filled> filled = filled(parameter, value);
      if (filled.isEmpty()) {
        return Resolution.blocked(value.whyUnknown(parameter));
      }
      values[i] = filled.get();
      known &= values[i].isKnown();
    }
    if (known || tighter) {
      return Resolution.of(scope.fill(rule.template(), values));
    }
    List<Resolution> parts = new ArrayList<>();
    for (Filled value : values) {
      for (String reason : value.unknown()) {
        parts.add(Resolution.instead(scope.fill(rule.atRunTime().templates(false)), reason));
      }
    }
    return Resolution.all(parts);
  }

  private Resolution fromObject(
      ResourceRule.FromObject rule, Arguments arguments, boolean onlyPresent) {
    Value bucket = arguments.value(rule.bucket());
    if (onlyPresent && bucket instanceof Value.Missing) {
      return Resolution.of(List.of());
    }
    Optional<Filled> in = filled(rule.bucket(), bucket);
    if (in.isEmpty()) {
      return Resolution.blocked(bucket.whyUnknown(rule.bucket()));
    }
    List<Resolution> parts = new ArrayList<>();
    for (Value key : keys(rule, arguments)) {
      Optional<Filled> at =
          rule.end().isPresent() && key instanceof Value.Missing
              ? Optional.of(Filled.table("*"))
              : filled(rule.key(), key).map(path -> ObjectForm.under(path, rule.end().orElse("")));
      parts.add(
          at.isEmpty()
              ? Resolution.blocked(key.whyUnknown(rule.key()))
              : ObjectForm.object(in.get(), at.get(), scope)
                  .map(Resolution::of)
                  .orElseGet(() -> Resolution.blocked(ObjectForm.none(rule.bucket(), bucket))));
    }
    return Resolution.all(parts);
  }

  /// Of one key that stands in a list it is not known which is meant.
  private static List<Value> keys(ResourceRule.FromObject rule, Arguments arguments) {
    return rule.key().isEmpty()
        ? List.of(new Value.Missing())
        : rule.key().contains("[]")
            ? arguments.values(rule.key())
            : List.of(arguments.value(rule.key()));
  }

  /// A value as a part of a policy's text. Empty when nothing may be allowed for it.
  static Optional<Filled> filled(String parameter, Value value) {
    return switch (value) {
      case Value.Known(String text) -> Optional.of(Filled.literal(text));
      case Value.AtRunTime dynamic -> Optional.of(Filled.of(parameter, dynamic));
      case Value.Unsubstituted _, Value.Missing _ -> Optional.empty();
    };
  }

  private static String named(List<String> parameters) {
    return "`" + String.join("` or `", parameters) + "`";
  }
}
