package dev.brevet.workload.integration;

import dev.brevet.json.JsonText;
import dev.brevet.workload.definition.Arguments;
import dev.brevet.workload.definition.Step;
import dev.brevet.workload.definition.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a distributed map needs: to start its own machine again, to read its items, to write its
/// results.
///
/// Source: Step Functions Developer Guide, iam-policies-eg-dist-map.
public final class MapPermissions {
  private static final List<String> WRITE =
      List.of(
          "s3:PutObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload");

  private final ResourceResolver resolver;
  private final Findings findings;

  public MapPermissions(ResourceResolver resolver, Findings findings) {
    this.resolver = resolver;
    this.findings = findings;
  }

  /// Adds what `map` needs.
  public void find(Step.DistributedMap map) {
    Scope scope = resolver.scope();
    need(map, "states:StartExecution", scope.machine().arn());
    need(
        map,
        "states:DescribeExecution",
        scope.fill("arn:${Partition}:states:${Region}:${Account}:execution:${StateMachineName}:*"));
    if (!resolver.tighter()) {
      // For redriving a map run, which only a person does.
      need(
          map,
          "states:RedriveExecution",
          scope.fill(
              "arn:${Partition}:states:${Region}:${Account}:execution:${StateMachineName}/${value}:*",
              map.label()
                  .filter(label -> label.indexOf("${") < 0)
                  .map(PolicyText::escape)
                  .orElse("*")));
    }
    map.itemReader().ifPresent(reader -> read(map.state(), reader));
    map.resultWriter().ifPresent(writer -> write(map.state(), writer));
  }

  private void need(Step.DistributedMap map, String action, String resource) {
    findings.need(Need.of(List.of(action), List.of(resource), map.state()));
  }

  private void read(String state, Step.Access reader) {
    String resource = reader.resource().written();
    switch (call(reader.resource())) {
      case "s3:getObject" -> {
        object(state, resource, List.of("s3:GetObject"), reader.arguments(), "Key", "");
        if (isManifest(reader.configuration())) {
          manifest(state, resource, reader.arguments());
        }
      }
      case "s3:listObjectsV2" -> list(state, resource, reader.arguments());
      default ->
          findings.gap(state, resource, "no reader of items is known by that name", List.of());
    }
  }

  private void write(String state, Step.Access writer) {
    String resource = writer.resource().written();
    if (call(writer.resource()).equals("s3:putObject")) {
      object(state, resource, WRITE, writer.arguments(), "Prefix", "/*");
    } else {
      findings.gap(state, resource, "no writer of results is known by that name", List.of());
    }
  }

  /// An object, or all under a prefix when `end` says so.
  private void object(
      String state,
      String resource,
      List<String> actions,
      Arguments arguments,
      String key,
      String end) {
    Value bucket = arguments.value("Bucket");
    Value name = arguments.value(key);
    for (Map.Entry<String, Value> part :
        List.of(Map.entry("Bucket", bucket), Map.entry(key, name))) {
      boolean mayMiss = part.getKey().equals("Prefix");
      if (part.getValue() instanceof Value.Unsubstituted
          || (part.getValue() instanceof Value.Missing && !mayMiss)) {
        findings.gap(
            state, resource, ResourceResolver.why(part.getKey(), part.getValue()), List.of());
        return;
      }
    }
    String arn = arn(bucket, name, end);
    for (Map.Entry<String, Value> part :
        List.of(Map.entry("Bucket", bucket), Map.entry(key, name))) {
      if (part.getValue() instanceof Value.AtRunTime(String expression, _)) {
        findings.gap(
            state,
            resource,
            "`"
                + part.getKey()
                + "` is only known at run time: `"
                + JsonText.shown(expression)
                + "`",
            List.of(arn));
      }
    }
    findings.need(Need.of(actions, List.of(arn), state));
  }

  private String arn(Value bucket, Value key, String end) {
    String all = "arn:" + resolver.scope().partition() + ":s3:::";
    if (!(bucket instanceof Value.Known(String name))) {
      return all + "*";
    }
    String path =
        switch (key) {
          case Value.Known(String text) -> trimmed(PolicyText.escape(text), end) + end;
          case Value.Missing() -> "*";
          case Value.AtRunTime(_, Optional<String> pattern) ->
              pattern.filter(found -> !found.startsWith("*")).map(found -> found + end).orElse("*");
          case Value.Unsubstituted _ -> throw new IllegalArgumentException("not substituted");
        };
    return all + PolicyText.escape(name) + "/" + path;
  }

  /// Of a prefix that ends in a slash, the slash of `/*` is the same one.
  private static String trimmed(String path, String end) {
    return end.startsWith("/") && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  /// The bucket's keys under the prefix, and the objects there.
  private void list(String state, String resource, Arguments arguments) {
    Value bucket = arguments.value("Bucket");
    Value prefix = arguments.value("Prefix");
    if (bucket instanceof Value.Unsubstituted || bucket instanceof Value.Missing) {
      findings.gap(state, resource, ResourceResolver.why("Bucket", bucket), List.of());
      return;
    }
    if (prefix instanceof Value.Unsubstituted) {
      findings.gap(state, resource, ResourceResolver.why("Prefix", prefix), List.of());
      return;
    }
    String arn =
        "arn:"
            + resolver.scope().partition()
            + ":s3:::"
            + (bucket instanceof Value.Known(String name) ? PolicyText.escape(name) : "*");
    Optional<String> keys =
        switch (prefix) {
          case Value.Known(String text) -> Optional.of(PolicyText.escape(text) + "*");
          case Value.AtRunTime(_, Optional<String> pattern) ->
              pattern.filter(found -> !found.startsWith("*")).map(found -> found + "*");
          case Value.Missing _, Value.Unsubstituted _ -> Optional.empty();
        };
    Map<String, Map<String, List<String>>> condition =
        keys.<Map<String, Map<String, List<String>>>>map(
                pattern -> Map.of("StringLike", Map.of("s3:prefix", List.of(pattern))))
            .orElse(Map.of());
    findings.need(new Need(List.of("s3:ListBucket"), List.of(arn), condition, state));
    object(state, resource, List.of("s3:GetObject"), arguments, "Prefix", "*");
  }

  /// The data that a manifest names: beside it, or beside the dated folder that S3 Inventory puts
  /// it in.
  private void manifest(String state, String resource, Arguments arguments) {
    if (!(arguments.value("Bucket") instanceof Value.Known(String bucket))
        || !(arguments.value("Key") instanceof Value.Known(String key))) {
      return;
    }
    String folder = parent(key);
    String last = folder.substring(folder.lastIndexOf('/') + 1);
    boolean dated = last.matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}-\\d{2}Z");
    String data = dated ? parent(folder) : folder;
    String arn =
        "arn:"
            + resolver.scope().partition()
            + ":s3:::"
            + PolicyText.escape(bucket)
            + "/"
            + (data.isEmpty() ? "" : PolicyText.escape(data) + "/")
            + "data/*";
    findings.need(Need.of(List.of("s3:GetObject"), List.of(arn), state));
    findings.gap(
        state,
        resource,
        "the manifest may name objects in other places, which the definition does not tell",
        List.of(arn));
  }

  private static boolean isManifest(Arguments configuration) {
    return configuration.value("InputType") instanceof Value.Known(String type)
        && (type.equals("MANIFEST") || type.equals("S3_INVENTORY"));
  }

  private static String parent(String key) {
    int slash = key.lastIndexOf('/');
    return slash < 0 ? "" : key.substring(0, slash);
  }

  private static String call(Value resource) {
    return TaskResource.of(resource) instanceof TaskResource.Optimised call ? call.name() : "";
  }
}
