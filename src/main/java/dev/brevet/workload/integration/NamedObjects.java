package dev.brevet.workload.integration;

import module java.base;

import dev.brevet.catalogue.CataloguedAction;
import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.UntrustedText;
import dev.brevet.workload.definition.Arguments;
import dev.brevet.workload.definition.Step;
import dev.brevet.workload.definition.Value;

/// The objects of S3 that the arguments of another service's call name, which that service reads or
/// writes with the caller's permissions.
record NamedObjects(Step.Task task, ResourceResolver resolver, Findings findings) {
  /// Source: Rekognition API reference, the operations' requests.
  private static final List<String> IMAGES =
      List.of("Image", "SourceImage", "TargetImage", "Video");

  private static final String ADDRESS = "the address of an object";
  private static final String BUCKET = "Bucket";

  /// Adds objects that the call names by bucket and key or by address; all objects when it names
  /// none.
  ///
  /// @param dependent an action of S3 on which `of` depends
  void dependent(CataloguedAction of, CataloguedAction dependent) {
    String action = dependent.action().toString();
    boolean ofBuckets =
        dependent.targets().stream().noneMatch(each -> each.type().name().equals("object"));
    List<Value> addresses = task.arguments().s3Addresses();
    for (Value address : addresses) {
      Resolution found =
          switch (address) {
            case Value.Known(String text) -> at(Filled.literal(text), address);
            case Value.AtRunTime dynamic -> at(Filled.named(ADDRESS, dynamic), address);
            case Value.Unsubstituted _, Value.Missing _ -> Resolution.blocked(address.why(ADDRESS));
          };
      need(action, ofBuckets ? bucketsOf(found) : found);
    }
    // An input is named `Bucket`; where a call writes, its bucket has a longer name too.
    boolean reads = dependent.action().name().startsWith("Get");
    List<Arguments.Field> buckets =
        buckets().stream()
            .filter(field -> !reads || !isBucket(field.name()) || isPlain(field.name()))
            .toList();
    inBuckets(buckets, action, ofBuckets);
    if (addresses.isEmpty() && buckets.isEmpty()) {
      Optional<String> placeholder = task.arguments().placeholder();
      String depends = "`" + of.action() + "` depends on `" + action + "`";
      if (placeholder.isPresent()) {
        gap(depends + ", and nothing substitutes `" + UntrustedText.shown(placeholder.get()) + "`");
      } else {
        need(
            action,
            Resolution.of(everyObject(depends + ", on objects that are not in the definition")));
      }
    }
  }

  /// Rekognition reads images and videos with the caller's permissions. Source: Rekognition
  /// Developer Guide, images-s3.
  void images() {
    List<Arguments.Field> buckets =
        buckets().stream()
            .filter(field -> !isBucket(field.name()) || isPlain(field.name()))
            .toList();
    inBuckets(buckets, "s3:GetObject", false);
    if (task.arguments().isWhollyDynamic()) {
      gap("whether an image or video is in a bucket, and in which, is only known at run time");
    }
    for (String name : IMAGES) {
      Value bucket = task.arguments().value(name + ".S3Object.Bucket");
      if (buckets.isEmpty() && !(bucket instanceof Value.Missing)) {
        gap(
            bucket.whyUnknown(name)
                + "; where it names an object in S3, allow `s3:GetObject` on it");
      }
    }
  }

  /// Tells of buckets that the reference does not say anything of.
  ///
  /// @param known parameters of which a table says what they need, in lower case
  void told(CataloguedAction of, Set<String> known) {
    buckets().stream()
        .filter(field -> isBucket(field.name()))
        .filter(field -> !known.contains(AsciiCase.lower(field.name())))
        .map(
            field ->
                "`"
                    + of.action()
                    + "` is given a bucket in `"
                    + UntrustedText.shown(field.name())
                    + "`: where it is read or written with the role's permissions, allow that")
        .forEach(this::gap);
  }

  private List<Arguments.Field> buckets() {
    return task.arguments().fields(NamedObjects::isBucket);
  }

  private static boolean isPlain(String name) {
    return AsciiCase.equal(name, BUCKET);
  }

  private static boolean isBucket(String name) {
    String lower = AsciiCase.lower(name);
    return lower.endsWith("bucket") || lower.endsWith("bucketname");
  }

  private void inBuckets(List<Arguments.Field> fields, String action, boolean ofBuckets) {
    for (Arguments.Field field : fields) {
      for (Value bucket : field.values()) {
        need(action, object(field, bucket, ofBuckets));
      }
    }
  }

  private Resolution object(Arguments.Field field, Value bucket, boolean ofBuckets) {
    Optional<Filled> in = ResourceResolver.filled(field.name(), bucket);
    if (in.isEmpty()) {
      return Resolution.blocked(bucket.whyUnknown(field.name()));
    }
    if (ofBuckets) {
      return ObjectForm.bucket(in.get(), resolver.scope())
          .map(Resolution::of)
          .orElseGet(() -> Resolution.blocked(ObjectForm.none(field.name(), bucket)));
    }
    String key = key(field);
    Value name = field.holder().value(key);
    Optional<Filled> at =
        name instanceof Value.Missing
            ? Optional.of(Filled.table("*").because(name.whyUnknown(key)))
            : ResourceResolver.filled(key, name);
    return at.isEmpty()
        ? Resolution.blocked(name.whyUnknown(key))
        : ObjectForm.object(in.get(), at.get(), resolver.scope())
            .map(Resolution::of)
            .orElseGet(() -> Resolution.blocked(ObjectForm.none(field.name(), bucket)));
  }

  /// Beside `Bucket` stands the object's `Key` or `Name`, beside `XBucketName` perhaps an `XKey`.
  private static String key(Arguments.Field field) {
    if (isPlain(field.name())) {
      return field.holder().has("Name") ? "Name" : "Key";
    }
    String lower = AsciiCase.lower(field.name());
    int end = lower.lastIndexOf(AsciiCase.lower(BUCKET));
    return field.name().substring(0, end) + "Key";
  }

  private Resolution at(Filled address, Value written) {
    List<Filled> named = ParameterForm.S3_URI.arns(address, "", resolver.scope());
    return Resolution.of(named.isEmpty() ? List.of(everyObject(written.why(ADDRESS))) : named);
  }

  private static Resolution bucketsOf(Resolution objects) {
    return new Resolution(
        objects.resources().stream()
            .map(each -> each.as(text -> text.replaceAll("(:::[^/]*)/.*", "$1")))
            .toList(),
        objects.blocked());
  }

  private Filled everyObject(String reason) {
    return resolver.scope().fill("arn:${Partition}:s3:::*").because(reason);
  }

  private void need(String action, Resolution on) {
    findings.need(task.state(), task.resource().written(), List.of(action), on);
  }

  private void gap(String reason) {
    findings.gap(task.state(), task.resource().written(), reason, List.of());
  }
}
