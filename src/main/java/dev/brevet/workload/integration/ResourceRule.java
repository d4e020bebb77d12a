package dev.brevet.workload.integration;

import module java.base;

/// How the resources of a statement follow from what a task hands to the API that it calls.
///
/// Templates hold `${Partition}`, `${Region}`, `${Account}`, `${StateMachineArn}`,
/// `${StateMachineName}`, and `${value}` for what the parameter says.
public sealed interface ResourceRule {
  /// The parameters that it looks at.
  default List<String> parameters() {
    return switch (this) {
      case Fixed _, FromEndpoint _ -> List.of();
      case All(List<ResourceRule> rules) ->
          rules.stream().flatMap(rule -> rule.parameters().stream()).toList();
      case FromParameter from -> from.parameters();
      case FromParameters from -> from.parameters();
      case FromObject from -> List.of(from.bucket(), from.key());
      case FromCopySource(String parameter) -> List.of(parameter);
    };
  }

  /// The same for every task.
  record Fixed(List<String> templates) implements ResourceRule {
    public Fixed {
      templates = List.copyOf(templates);
    }
  }

  /// All of several.
  record All(List<ResourceRule> rules) implements ResourceRule {
    public All {
      rules = List.copyOf(rules);
    }
  }

  /// What a parameter names.
  ///
  /// @param parameters paths of the parameters, each of which may be given
  /// @param qualifier path of the parameter with a function's version or alias; empty when there is
  ///   none
  /// @param template for a name that is no ARN
  /// @param alternatives parameters that may be given instead, and then any resource is allowed
  /// @param below a separator and the parameter that names something within the resource, as
  ///   `/index/IndexName`; empty when it is the resource itself
  record FromParameter(
      List<String> parameters,
      ParameterForm form,
      String qualifier,
      String template,
      Fallback atRunTime,
      Fallback missing,
      List<String> alternatives,
      String below)
      implements ResourceRule {
    public FromParameter {
      parameters = List.copyOf(parameters);
      alternatives = List.copyOf(alternatives);
    }
  }

  /// What several parameters name together: `${0}`, `${1}` in the template.
  record FromParameters(List<String> parameters, String template, Fallback atRunTime)
      implements ResourceRule {
    public FromParameters {
      parameters = List.copyOf(parameters);
    }
  }

  /// An object of S3, by the parameters that name its bucket and its key, which may be several.
  ///
  /// @param end what follows the key, which is then a prefix and may be missing
  record FromObject(String bucket, String key, Optional<String> end) implements ResourceRule {}

  /// The object that a copy reads.
  record FromCopySource(String parameter) implements ResourceRule {}

  /// A stage, method and path of an API of API Gateway.
  record FromEndpoint(Fallback atRunTime) implements ResourceRule {}

  /// What to allow when a value is not there to see.
  ///
  /// @param usual as AWS does
  /// @param tighter as little as is certain to suffice in the machine's own account and region
  record Fallback(List<String> usual, List<String> tighter) {
    /// Nothing is allowed, and that is reported.
    static final Fallback NONE = new Fallback(List.of(), List.of());

    public Fallback {
      usual = List.copyOf(usual);
      tighter = List.copyOf(tighter);
    }

    /// The templates of a mode.
    public List<String> templates(boolean tighterMode) {
      return tighterMode ? tighter : usual;
    }
  }
}
