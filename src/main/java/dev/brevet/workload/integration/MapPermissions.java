package dev.brevet.workload.integration;

import module java.base;

import dev.brevet.workload.definition.Arguments;
import dev.brevet.workload.definition.Step;
import dev.brevet.workload.definition.Value;

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
    need(map, "states:StartExecution", scope.fill("${StateMachineArn}"));
    need(
        map,
        "states:DescribeExecution",
        scope.fill("arn:${Partition}:states:${Region}:${Account}:execution:${StateMachineName}:*"));
    if (!resolver.tighter()) {
      redrive(map);
    }
    map.itemReader().ifPresent(reader -> read(map.state(), reader));
    map.resultWriter().ifPresent(writer -> write(map.state(), writer));
  }

  /// For redriving a map run, which only a person does. A map without a label gets one that Step
  /// Functions makes up.
  private void redrive(Step.DistributedMap map) {
    Value label = map.label().orElse(new Value.Missing());
    Optional<Filled> named =
        label instanceof Value.Missing
            ? Optional.of(Filled.table("*"))
            : ResourceResolver.filled("Label", label);
    if (named.isEmpty()) {
      findings.gap(map.state(), "", label.whyUnknown("Label"), List.of());
      return;
    }
    need(
        map,
        "states:RedriveExecution",
        resolver
            .scope()
            .fill(
                "arn:${Partition}:states:${Region}:${Account}:execution:${StateMachineName}/${value}:*",
                named.get()));
  }

  private void need(Step.DistributedMap map, String action, Filled resource) {
    findings.need(map.state(), "", List.of(action), Resolution.of(resource));
  }

  private void read(String state, Step.Access reader) {
    String resource = reader.resource().written();
    switch (call(reader)) {
      case "s3:getObject" -> {
        Resolution object = object(reader.arguments(), "Key", "");
        // Reading one version is an action of its own. Source: Amazon S3 User Guide,
        // using-with-s3-policy-actions.
        boolean version = reader.arguments().has("VersionId");
        String action = version ? "s3:GetObjectVersion" : "s3:GetObject";
        findings.need(state, resource, List.of(action), object);
        manifest(state, resource, reader);
      }
      case "s3:listObjectsV2" -> list(state, resource, reader.arguments());
      default -> findings.gap(state, resource, unknown(reader, "reader of items"), List.of());
    }
  }

  private void write(String state, Step.Access writer) {
    String resource = writer.resource().written();
    if (call(writer).equals("s3:putObject")) {
      findings.need(state, resource, WRITE, object(writer.arguments(), "Prefix", "/*"));
    } else {
      findings.gap(state, resource, unknown(writer, "writer of results"), List.of());
    }
  }

  private static String unknown(Step.Access access, String what) {
    return access.resource() instanceof Value.Unsubstituted value
        ? value.whyUnknown("Resource")
        : "no " + what + " is known by that name";
  }

  /// An object, or all under a prefix when `end` says so.
  private Resolution object(Arguments arguments, String key, String end) {
    Value bucket = arguments.value("Bucket");
    Value name = arguments.value(key);
    Optional<Filled> in = ResourceResolver.filled("Bucket", bucket);
    Optional<Filled> at =
        name instanceof Value.Missing && key.equals("Prefix")
            ? Optional.of(Filled.table("*"))
            : ResourceResolver.filled(key, name).map(path -> ObjectForm.under(path, end));
    if (in.isEmpty() || at.isEmpty()) {
      return Resolution.blocked(in.isEmpty() ? bucket.whyUnknown("Bucket") : name.whyUnknown(key));
    }
    return ObjectForm.object(in.get(), at.get(), resolver.scope())
        .map(Resolution::of)
        .orElseGet(() -> noBucket(bucket));
  }

  private static Resolution noBucket(Value bucket) {
    return Resolution.blocked(ObjectForm.none("Bucket", bucket));
  }

  /// The bucket's keys under the prefix, and the objects there.
  private void list(String state, String resource, Arguments arguments) {
    Value bucket = arguments.value("Bucket");
    Value prefix = arguments.value("Prefix");
    Optional<Filled> in = ResourceResolver.filled("Bucket", bucket);
    if (in.isEmpty() || prefix instanceof Value.Unsubstituted) {
      findings.gap(
          state,
          resource,
          in.isEmpty() ? bucket.whyUnknown("Bucket") : prefix.whyUnknown("Prefix"),
          List.of());
      return;
    }
    Optional<Filled> arn = ObjectForm.bucket(in.get(), resolver.scope());
    Optional<Filled> keys =
        ResourceResolver.filled("Prefix", prefix)
            .filter(path -> path.isKnown() || !path.text().startsWith("*"))
            .map(path -> ObjectForm.under(path, "*"));
    Resolution listed =
        arn.map(
                found ->
                    keys.isEmpty() && prefix instanceof Value.AtRunTime
                        ? found.because(prefix.whyUnknown("Prefix"))
                        : found)
            .map(Resolution::of)
            .orElseGet(() -> noBucket(bucket));
    findings.need(
        state,
        resource,
        List.of("s3:ListBucket"),
        listed,
        keys.<Map<String, Map<String, List<Filled>>>>map(
                pattern -> Map.of("StringLike", Map.of("s3:prefix", List.of(pattern))))
            .orElse(Map.of()));
    if (arn.isPresent()) {
      findings.need(state, resource, List.of("s3:GetObject"), object(arguments, "Prefix", "*"));
    }
  }

  /// The data that a manifest names: beside it, or beside the dated folder that S3 Inventory puts
  /// it in.
  private void manifest(String state, String resource, Step.Access reader) {
    Value type = reader.configuration().value("InputType");
    if (type instanceof Value.Missing
        || (type instanceof Value.Known(String text)
            && !text.equals("MANIFEST")
            && !text.equals("S3_INVENTORY"))) {
      return;
    }
    Value bucket = reader.arguments().value("Bucket");
    Value manifest = reader.arguments().value("Key");
    if (!(type instanceof Value.Known)
        || !(bucket instanceof Value.Known(String name))
        || !(manifest instanceof Value.Known(String key))) {
      findings.gap(
          state,
          resource,
          "the objects that a manifest names are not known, so none is allowed",
          List.of());
      return;
    }
    String folder = parent(key);
    String last = folder.substring(folder.lastIndexOf('/') + 1);
    boolean dated = last.matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}-\\d{2}Z");
    String data = dated ? parent(folder) : folder;
    Filled objects =
        Filled.literal(data.isEmpty() ? "" : data + "/")
            .then(
                Filled.table("data/*")
                    .because(
                        "the manifest may name objects in other places, which the definition does"
                            + " not tell"));
    findings.need(
        state,
        resource,
        List.of("s3:GetObject"),
        ObjectForm.object(Filled.literal(name), objects, resolver.scope())
            .map(Resolution::of)
            .orElseGet(() -> noBucket(bucket)));
  }

  private static String parent(String key) {
    int slash = key.lastIndexOf('/');
    return slash < 0 ? "" : key.substring(0, slash);
  }

  private String call(Step.Access access) {
    return TaskResource.of(access.resource(), resolver.scope().partition())
            instanceof TaskResource.Optimised call
        ? call.name()
        : "";
  }
}
