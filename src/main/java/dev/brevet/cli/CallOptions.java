package dev.brevet.cli;

import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.iam.Arn;
import dev.brevet.json.JsonValue;
import dev.brevet.workload.FunctionRole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What a workload calls: `--call ACTION[,ACTION]=RESOURCE`.
final class CallOptions {
  private final Supplier<List<String>> calls;

  /// @param description whose calls they are
  CallOptions(Syntax syntax, String description) {
    calls = syntax.options("--call", "ACTION[,ACTION]=RESOURCE", description);
  }

  List<FunctionRole.Call> read() throws Failure {
    List<FunctionRole.Call> read = new ArrayList<>();
    for (String call : calls.get()) {
      int equals = call.indexOf('=');
      String resource = call.substring(equals + 1);
      if (equals < 1 || !(resource.equals("*") || Arn.parse(resource).isPresent())) {
        throw Failure.of(
            Exit.USAGE, "`--call " + call + "` must be actions, =, and a resource's ARN or *");
      }
      read.add(
          new FunctionRole.Call(
              List.of(call.substring(0, equals).split(",", -1)), List.of(resource)));
    }
    return read;
  }

  /// What requests have of them.
  JsonValue json() throws Failure {
    List<JsonValue> json = new ArrayList<>();
    for (FunctionRole.Call call : read()) {
      Map<String, JsonValue> object = new LinkedHashMap<>();
      object.put("actions", JsonValue.texts(call.actions()));
      object.put("resources", JsonValue.texts(call.resources()));
      json.add(JsonValue.of(object));
    }
    return JsonValue.of(json);
  }
}
