package dev.brevet.workload.integration;

import module java.base;

import dev.brevet.iam.UntrustedText;
import dev.brevet.workload.definition.Substitutions;
import dev.brevet.workload.definition.Value;

/// What the `Resource` of a task names.
public sealed interface TaskResource {
  /// Source: Step Functions Developer Guide, connect-to-resource.
  Set<String> SUFFIXES = Set.of("", ".sync", ".sync:2", ".waitForTaskToken");

  /// A character that no `Resource` has.
  String PLACEHOLDER = "\uFFFF";

  /// An optimised integration: `arn:aws:states:::ecs:runTask.sync`.
  record Optimised(String service, String api, IntegrationPattern pattern) implements TaskResource {
    /// `service:api`.
    public String name() {
      return service + ":" + api;
    }
  }

  /// An AWS SDK integration: `arn:aws:states:::aws-sdk:s3:getObject`.
  record Sdk(String service, String api, IntegrationPattern pattern) implements TaskResource {
    /// `service:api`.
    public String name() {
      return service + ":" + api;
    }
  }

  /// A function itself, by its ARN.
  record Function(String arn) implements TaskResource {}

  /// An activity, by its ARN. Workers need permissions for it; the machine does not.
  record Activity(String arn) implements TaskResource {}

  /// Something else.
  record Unknown(String reason) implements TaskResource {}

  /// The same of a machine in `partition`, in which everything is that it calls.
  static TaskResource of(Value resource, String partition) {
    String[] part = resource.written().split(":", 3);
    return resource instanceof Value.Known
            && part.length == 3
            && part[0].equals("arn")
            && !part[1].equals(partition)
        ? new Unknown("it is in the partition `" + part[1] + "`, not in `" + partition + "`")
        : of(resource);
  }

  /// Reads a `Resource` as a definition gives it.
  static TaskResource of(Value resource) {
    return switch (resource) {
      case Value.Known(String text) -> parse(text);
      case Value.Unsubstituted value -> unsubstituted(value);
      case Value.AtRunTime _ -> new Unknown("it is only known at run time");
      case Value.Missing() -> new Unknown("it is not given");
    };
  }

  /// What stands at the partition, region and account of an integration's ARN does not matter, so a
  /// placeholder may stand there and nowhere else.
  private static TaskResource unsubstituted(Value.Unsubstituted value) {
    String text = value.text();
    for (Optional<String> next = Substitutions.placeholder(text);
        next.isPresent();
        next = Substitutions.placeholder(text)) {
      text = text.replace(next.get(), PLACEHOLDER);
    }
    String[] part = text.split(":", 6);
    boolean elsewhere = part.length < 6 || (part[0] + part[2] + part[5]).contains(PLACEHOLDER);
    TaskResource parsed = elsewhere ? new Unknown("") : parse(text);
    return parsed instanceof Optimised || parsed instanceof Sdk
        ? parsed
        : new Unknown(value.whyUnknown("Resource"));
  }

  /// Reads a `Resource`. What stands at the partition, region and account of an integration's ARN
  /// does not matter, so a placeholder may stand there.
  static TaskResource parse(String text) {
    String[] part = text.split(":", -1);
    if (part.length < 6 || !part[0].equals("arn")) {
      return new Unknown("not an ARN");
    }
    if (part[2].equals("lambda") && part[5].equals("function") && part.length >= 7) {
      return new Function(text);
    }
    if (!part[2].equals("states")) {
      return new Unknown("`" + part[2] + "` is not called by ARN");
    }
    if (part[5].equals("activity")) {
      return new Activity(text);
    }
    if (part[5].equals("aws-sdk")) {
      return part.length < 8 ? new Unknown("no operation") : sdk(part[6], rest(part, 7));
    }
    return part.length < 7 ? new Unknown("no API") : optimised(part[5], rest(part, 6));
  }

  private static TaskResource sdk(String service, String call) {
    return switch (pattern(call)) {
      case REQUEST_RESPONSE -> new Sdk(service, call, IntegrationPattern.REQUEST_RESPONSE);
      case WAIT_FOR_TASK_TOKEN ->
          new Sdk(service, api(call), IntegrationPattern.WAIT_FOR_TASK_TOKEN);
      case SYNC -> new Unknown("an AWS SDK integration has no `.sync` form");
    };
  }

  private static TaskResource optimised(String service, String call) {
    String suffix = call.substring(api(call).length());
    return SUFFIXES.contains(suffix)
        ? new Optimised(service, api(call), pattern(call))
        : new Unknown("no integration has the form `" + UntrustedText.shown(suffix) + "`");
  }

  private static IntegrationPattern pattern(String call) {
    if (call.endsWith(".sync") || call.endsWith(".sync:2")) {
      return IntegrationPattern.SYNC;
    }
    return call.endsWith(".waitForTaskToken")
        ? IntegrationPattern.WAIT_FOR_TASK_TOKEN
        : IntegrationPattern.REQUEST_RESPONSE;
  }

  private static String api(String call) {
    int dot = call.indexOf('.');
    return dot < 0 ? call : call.substring(0, dot);
  }

  private static String rest(String[] part, int from) {
    return String.join(":", Arrays.asList(part).subList(from, part.length));
  }
}
