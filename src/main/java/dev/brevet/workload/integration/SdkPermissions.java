package dev.brevet.workload.integration;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.catalogue.CataloguedAction;
import dev.brevet.iam.Action;
import dev.brevet.iam.UntrustedText;
import dev.brevet.workload.definition.Arguments;
import dev.brevet.workload.definition.Step;
import dev.brevet.workload.definition.Value;

/// What an AWS SDK integration needs. AWS's own generator allows nothing for these.
///
/// Of the actions that an action depends on, those of the same service, reading and writing of S3
/// and the passing of roles are allowed; others, such as the use of keys, depend on how the call is
/// made and are only told.
final class SdkPermissions {
  /// Source: Rekognition API reference, the operations' requests.
  private static final List<String> IMAGES =
      List.of("Image", "SourceImage", "TargetImage", "Video");

  private static final String ADDRESS = "the address of an object";
  private static final Action PASS_ROLE = new Action("iam", "PassRole");
  private static final Action CREATE_LINKED_ROLE = new Action("iam", "CreateServiceLinkedRole");

  /// Services whose principal is their prefix and `.amazonaws.com`. Source: each service's guide,
  /// "service roles".
  private static final Set<String> SAME_NAME =
      Set.of(
          "backup",
          "codebuild",
          "codepipeline",
          "comprehend",
          "databrew",
          "eks",
          "fis",
          "glue",
          "kinesisanalytics",
          "lambda",
          "mediaconvert",
          "personalize",
          "pipes",
          "rds",
          "rekognition",
          "sagemaker",
          "scheduler",
          "states",
          "textract",
          "transcribe",
          "transfer");

  private final Step.Task task;
  private final String resource;
  private final ResourceResolver resolver;
  private final Catalogue catalogue;
  private final Map<String, List<String>> taskRoles;
  private final Findings findings;

  SdkPermissions(
      Step.Task task,
      ResourceResolver resolver,
      Catalogue catalogue,
      Map<String, List<String>> taskRoles,
      Findings findings) {
    this.task = task;
    this.resource = task.resource().written();
    this.resolver = resolver;
    this.catalogue = catalogue;
    this.taskRoles = taskRoles;
    this.findings = findings;
  }

  /// Adds what the call needs, and what those actions depend on.
  void find(TaskResource.Sdk call, SdkTable.Lookup lookup) {
    switch (lookup) {
      case SdkTable.NotKnown(String reason) -> gap(reason);
      case SdkTable.Actions(List<Action> actions) -> {
        for (Action action : actions) {
          CataloguedAction known = catalogue.action(action).orElseThrow();
          if (isCopySource(call, action)) {
            copied(action);
          } else {
            need(action.toString(), new SdkResources(resolver, known, task.arguments()).resolve());
          }
          known.dependentActions().forEach(dependent -> dependent(known, dependent));
          namedRoles(known);
        }
        imagesInS3(call);
      }
    }
  }

  private void need(String action, Resolution on) {
    findings.need(task.state(), resource, List.of(action), on);
  }

  private void gap(String reason) {
    findings.gap(task.state(), resource, reason, List.of());
  }

  /// A copy reads another object than it writes, and names it in one text.
  private static boolean isCopySource(TaskResource.Sdk call, Action action) {
    boolean copies = call.name().equals("s3:copyObject") || call.name().equals("s3:uploadPartCopy");
    return copies && action.name().equals("GetObject");
  }

  /// Reading one version is an action of its own, and so is what goes with it (`GetObjectTagging`).
  private void copied(Action action) {
    Value source = task.arguments().value(ObjectForm.COPY_SOURCE);
    boolean version = CopySource.of(source).filter(CopySource::version).isPresent();
    need(
        version ? "s3:GetObjectVersion" : action.toString(),
        ObjectForm.copySource(source, resolver.scope()));
  }

  private void dependent(CataloguedAction of, Action dependent) {
    if (dependent.equals(PASS_ROLE)) {
      passRole(of, SAME_NAME.contains(of.action().service()));
    } else if (dependent.equals(CREATE_LINKED_ROLE)) {
      gap("`" + of.action() + "` creates a service-linked role when the account has none yet");
    } else if (dependent.service().equals("s3")) {
      objects(of, dependent.toString());
    } else if (dependent.service().equals(of.action().service())) {
      need(
          dependent.toString(),
          Resolution.of(
              Filled.table("*")
                  .because(depends(of, dependent) + ", on what is not in the definition")));
    } else {
      gap(depends(of, dependent) + " in some uses: allow it where this one is among them");
    }
  }

  private static String depends(CataloguedAction of, Action dependent) {
    return "`" + of.action() + "` depends on `" + dependent + "`";
  }

  /// Objects that the call names by bucket and key or by address; all objects when it names none.
  private void objects(CataloguedAction of, String action) {
    List<Value> addresses = task.arguments().s3Addresses();
    for (Value address : addresses) {
      Resolution found =
          switch (address) {
            case Value.Known(String text) -> at(Filled.literal(text), address);
            case Value.AtRunTime dynamic -> at(Filled.named(ADDRESS, dynamic), address);
            case Value.Unsubstituted _, Value.Missing _ -> Resolution.blocked(address.why(ADDRESS));
          };
      need(action, found);
    }
    inBuckets(action);
    if (addresses.isEmpty() && buckets().isEmpty()) {
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

  private Resolution at(Filled address, Value written) {
    List<Filled> named = ParameterForm.S3_URI.arns(address, "", resolver.scope());
    return Resolution.of(named.isEmpty() ? List.of(everyObject(written.why(ADDRESS))) : named);
  }

  private Filled everyObject(String reason) {
    return resolver.scope().fill("arn:${Partition}:s3:::*").because(reason);
  }

  /// Rekognition reads images and videos with the caller's permissions. Source: Rekognition
  /// Developer Guide, images-s3.
  private void imagesInS3(TaskResource.Sdk call) {
    if (!call.service().equals("rekognition")) {
      return;
    }
    inBuckets("s3:GetObject");
    if (task.arguments().isWhollyDynamic()) {
      gap("whether an image or video is in a bucket, and in which, is only known at run time");
    }
    for (String name : IMAGES) {
      Value bucket = task.arguments().value(name + ".S3Object.Bucket");
      if (buckets().isEmpty() && !(bucket instanceof Value.Missing)) {
        gap(
            bucket.whyUnknown(name)
                + "; where it names an object in S3, allow `s3:GetObject` on it");
      }
    }
  }

  private List<Arguments> buckets() {
    return task.arguments().objectsWith("Bucket");
  }

  private void inBuckets(String action) {
    for (Arguments object : buckets()) {
      String key = object.has("Name") ? "Name" : "Key";
      Value bucket = object.value("Bucket");
      Value name = object.value(key);
      Optional<Filled> in = ResourceResolver.filled("Bucket", bucket);
      Optional<Filled> at =
          name instanceof Value.Missing
              ? Optional.of(Filled.table("*").because(name.whyUnknown(key)))
              : ResourceResolver.filled(key, name);
      Optional<Filled> arn =
          in.flatMap(known -> at.flatMap(k -> ObjectForm.object(known, k, resolver.scope())));
      if (arn.isPresent()) {
        need(action, Resolution.of(arn.get()));
      } else {
        gap(
            in.isEmpty()
                ? bucket.whyUnknown("Bucket")
                : at.isEmpty() ? name.whyUnknown(key) : ObjectForm.none("Bucket", bucket));
      }
    }
  }

  /// @param certain whether the service principal is the prefix; else any service may be passed the
  ///   role
  private void passRole(CataloguedAction of, boolean certain) {
    List<String> roles = roles();
    if (roles.isEmpty()) {
      gap(
          "`"
              + of.action()
              + "` passes a role that is not in the definition: name it in `options.taskRoles`");
      return;
    }
    Map<String, Map<String, List<String>>> passedTo =
        certain
            ? Map.of(
                "StringEquals",
                Map.of("iam:PassedToService", List.of(of.action().service() + ".amazonaws.com")))
            : Map.of();
    findings.need(new Need(List.of("iam:PassRole"), roles, passedTo, task.state()));
    Arguments arguments = task.arguments();
    for (String role : arguments.roleArnsBelow()) {
      findings.gap(
          task.state(),
          resource,
          "whether `"
              + of.action()
              + "` passes a role that stands below its arguments is not known: `"
              + UntrustedText.shown(role)
              + "`",
          List.of(PolicyText.escape(role)));
    }
    if (!taskRoles.containsKey(task.state())) {
      arguments.roleNames().stream()
          .filter(name -> !(arguments.value(name) instanceof Value.Known))
          .forEach(
              name ->
                  gap(
                      arguments.value(name).whyUnknown(name)
                          + ": name the role in `options.taskRoles`"));
    }
  }

  private List<String> roles() {
    List<String> roles = new ArrayList<>(taskRoles.getOrDefault(task.state(), List.of()));
    task.arguments().roleArns().forEach(role -> roles.add(PolicyText.escape(role)));
    task.arguments().roleArnsBelow().forEach(role -> roles.add(PolicyText.escape(role)));
    return roles;
  }

  /// The catalogue does not tell every passing of a role, so one that is named is at least told.
  /// IAM and STS take roles as resources. Stacks are passed theirs: CloudFormation User Guide,
  /// using-iam-servicerole.
  private void namedRoles(CataloguedAction action) {
    String service = action.action().service();
    if (action.dependentActions().contains(PASS_ROLE)
        || service.equals("iam")
        || service.equals("sts")) {
      return;
    }
    if (service.equals("cloudformation") && task.arguments().has("RoleARN")) {
      passRole(action, true);
    } else if (!roles().isEmpty()) {
      gap(
          "`"
              + action.action()
              + "` is given a role: where it passes that on, allow `iam:PassRole` on it");
    }
  }
}
