package dev.brevet.workload.integration;

import dev.brevet.workload.definition.Value;
import java.util.Arrays;

/// What the `Resource` of a task names.
public sealed interface TaskResource {
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

  /// Reads a `Resource` as a definition gives it.
  static TaskResource of(Value resource) {
    return switch (resource) {
      case Value.Known(String text) -> parse(text);
      case Value.Unsubstituted(String text, String placeholder) -> {
        TaskResource parsed = parse(text);
        boolean known =
            (parsed instanceof Optimised call && !(call.service() + call.api()).contains("${"))
                || (parsed instanceof Sdk sdk && !(sdk.service() + sdk.api()).contains("${"));
        yield known ? parsed : new Unknown("nothing substitutes `" + placeholder + "`");
      }
      case Value.AtRunTime _ -> new Unknown("it is only known at run time");
      case Value.Missing() -> new Unknown("it is not given");
    };
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
    return new Optimised(service, api(call), pattern(call));
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
