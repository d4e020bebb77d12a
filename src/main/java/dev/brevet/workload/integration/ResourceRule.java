package dev.brevet.workload.integration;

import java.util.List;

/// How the resources of a statement follow from what a task hands to the API that it calls.
///
/// Templates hold `${Partition}`, `${Region}`, `${Account}`, `${StateMachineArn}`,
/// `${StateMachineName}`, and `${value}` for what the parameter says.
public sealed interface ResourceRule {
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
  record FromParameter(
      List<String> parameters,
      ParameterForm form,
      String qualifier,
      String template,
      Fallback atRunTime,
      Fallback missing,
      List<String> alternatives)
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

  /// An object of S3, by the parameters that name its bucket and its key.
  record FromObject(String bucket, String key) implements ResourceRule {}

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
