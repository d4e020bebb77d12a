package dev.brevet.api.access;

import module java.base;

import dev.brevet.authorization.Simulation;
import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Arn;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.iam.UntrustedText;
import dev.brevet.json.InvalidField;
import dev.brevet.json.JsonFields;
import dev.brevet.policy.NamedPolicy;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.json.Malformed;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;

/// The body of a simulation: the parameters of IAM's `SimulateCustomPolicy`, spelled as there.
/// Policies are texts, as in IAM, or objects.
///
/// Source: IAM API, SimulateCustomPolicy and ContextEntry.
record SimulationBody(
    Simulation simulation, Map<String, SimulatedPolicy> policies, int first, int most) {
  private static final Set<String> TYPES =
      Set.of(
          "string",
          "numeric",
          "boolean",
          "ip",
          "binary",
          "date",
          "stringList",
          "numericList",
          "booleanList",
          "ipList",
          "binaryList",
          "dateList");
  private static final int MOST_POLICIES = 100;

  // By option, the types of ARNs of EC2 that must be among the resources.
  private static final Map<String, List<String>> HANDLING =
      Map.of(
          "EC2-VPC-InstanceStore",
          List.of("instance", "image", "security-group", "network-interface"),
          "EC2-VPC-InstanceStore-Subnet",
          List.of("instance", "image", "security-group", "network-interface", "subnet"),
          "EC2-VPC-EBS",
          List.of("instance", "image", "security-group", "network-interface", "volume"),
          "EC2-VPC-EBS-Subnet",
          List.of("instance", "image", "security-group", "network-interface", "subnet", "volume"));

  // Whoever asks without saying who calls: none of the keys that follow from a principal.
  private static final Principal UNNAMED = new Principal.WebIdentity("simulation:", "caller");

  static SimulationBody read(JsonFields body) throws InvalidField {
    body.only(
        "PolicyInputList",
        "PermissionsBoundaryPolicyInputList",
        "ResourcePolicy",
        "ActionNames",
        "ResourceArns",
        "ContextEntries",
        "CallerArn",
        "ResourceOwner",
        "ResourceHandlingOption",
        "MaxItems",
        "Marker");
    Map<String, SimulatedPolicy> byName = new HashMap<>();
    List<NamedPolicy> policies = policies(body, "PolicyInputList", PolicyType.IDENTITY, byName);
    List<NamedPolicy> boundaries =
        policies(body, "PermissionsBoundaryPolicyInputList", PolicyType.BOUNDARY, byName);
    Optional<NamedPolicy> resourcePolicy = Optional.empty();
    if (body.has("ResourcePolicy")) {
      resourcePolicy =
          Optional.of(
              policy(
                  body,
                  "ResourcePolicy",
                  body.document("ResourcePolicy"),
                  PolicyType.RESOURCE,
                  "ResourcePolicy",
                  byName));
    }
    Optional<Principal> caller = caller(body);
    if (resourcePolicy.isPresent() && caller.isEmpty()) {
      throw body.wrong("CallerArn", "is missing: a resource policy needs a caller");
    }
    Simulation simulation =
        new Simulation(
            policies,
            boundaries,
            resourcePolicy,
            caller.orElse(UNNAMED),
            owner(body),
            actions(body),
            resources(body),
            context(body));
    requireHandled(body, simulation.resources());
    int pairs = simulation.actions().size() * simulation.resources().size();
    if (pairs > Simulation.MOST_PAIRS) {
      throw body.wrong(
          "ActionNames",
          "and `ResourceArns` make " + pairs + " pairs, more than " + Simulation.MOST_PAIRS);
    }
    return new SimulationBody(
        simulation,
        byName,
        number(body, "Marker", 0, 0, Simulation.MOST_PAIRS),
        number(body, "MaxItems", Simulation.MOST_PAIRS, 1, Simulation.MOST_PAIRS));
  }

  private static List<NamedPolicy> policies(
      JsonFields body, String name, PolicyType type, Map<String, SimulatedPolicy> byName)
      throws InvalidField {
    List<String> documents = body.documents(name);
    if (documents.size() > MOST_POLICIES) {
      throw body.wrong(name, "has more than " + MOST_POLICIES + " policies");
    }
    List<NamedPolicy> policies = new ArrayList<>();
    for (int i = 0; i < documents.size(); i++) {
      policies.add(policy(body, name, documents.get(i), type, name + "." + (i + 1), byName));
    }
    return policies;
  }

  private static NamedPolicy policy(
      JsonFields body,
      String field,
      String text,
      PolicyType type,
      String name,
      Map<String, SimulatedPolicy> byName)
      throws InvalidField {
    return switch (PolicyReader.read(text, type)) {
      case Parsed(Policy policy) -> {
        NamedPolicy named = new NamedPolicy(name, policy);
        byName.put(name, SimulatedPolicy.of(named, text));
        yield named;
      }
      case Malformed malformed ->
          throw body.wrong(field, "has no policy at `" + name + "`: " + malformed);
    };
  }

  private static Optional<Principal> caller(JsonFields body) throws InvalidField {
    Optional<String> arn = body.text("CallerArn");
    Optional<Principal> caller = arn.flatMap(Principal::parseArn);
    if (arn.isPresent() && caller.isEmpty()) {
      throw body.wrong("CallerArn", "is not the ARN of a principal");
    }
    return caller;
  }

  /// An account, or an ARN that names one.
  private static Optional<AccountId> owner(JsonFields body) throws InvalidField {
    Optional<String> text = body.text("ResourceOwner");
    Optional<AccountId> owner =
        text.flatMap(
            given -> AccountId.parse(given).or(() -> Arn.parse(given).flatMap(Arn::accountId)));
    if (text.isPresent() && owner.isEmpty()) {
      throw body.wrong("ResourceOwner", "does not name an account");
    }
    return owner;
  }

  private static List<Action> actions(JsonFields body) throws InvalidField {
    List<Action> actions = new ArrayList<>();
    for (String name : body.texts("ActionNames")) {
      actions.add(
          Action.parse(name)
              .orElseThrow(
                  () ->
                      body.wrong(
                          "ActionNames",
                          "holds `" + UntrustedText.shown(name) + "`, which is not an action")));
    }
    if (actions.isEmpty()) {
      throw body.wrong("ActionNames", "is missing");
    }
    return actions;
  }

  private static List<String> resources(JsonFields body) throws InvalidField {
    List<String> resources = body.texts("ResourceArns");
    for (String resource : resources) {
      if (resource.isEmpty() || resource.length() > 2_048) {
        throw body.wrong(
            "ResourceArns", "holds a string that is empty or longer than 2048 characters");
      }
    }
    return resources.isEmpty() ? List.of("*") : resources;
  }

  /// What IAM makes of `ResourceHandlingOption`: the resources must be there that launching an
  /// instance so would touch.
  private static void requireHandled(JsonFields body, List<String> resources) throws InvalidField {
    Optional<String> option = body.text("ResourceHandlingOption");
    if (option.isEmpty()) {
      return;
    }
    List<String> needed = HANDLING.get(option.get());
    if (needed == null) {
      throw body.wrong(
          "ResourceHandlingOption",
          "must be one of "
              + HANDLING.keySet().stream().sorted().collect(Collectors.joining(", ")));
    }
    for (String type : needed) {
      if (resources.stream().noneMatch(resource -> isOfEc2(resource, type))) {
        throw body.wrong(
            "ResourceArns", "has no " + type + ", which `ResourceHandlingOption` asks for");
      }
    }
  }

  private static boolean isOfEc2(String resource, String type) {
    return Arn.parse(resource)
        .filter(arn -> arn.service().equals("ec2") && arn.resource().startsWith(type + "/"))
        .isPresent();
  }

  private static RequestContext context(JsonFields body) throws InvalidField {
    RequestContext.Builder context = RequestContext.builder();
    for (JsonFields entry : body.objects("ContextEntries", "ContextKeyName")) {
      entry.only("ContextKeyName", "ContextKeyValues", "ContextKeyType");
      String type = entry.text("ContextKeyType").orElse("stringList");
      if (!TYPES.contains(type)) {
        throw entry.wrong("ContextKeyType", "is not one of IAM's types");
      }
      List<String> values = entry.texts("ContextKeyValues");
      if (!type.endsWith("List") && values.size() > 1) {
        throw entry.wrong("ContextKeyValues", "has several values, and the type is `" + type + "`");
      }
      context.put(entry.required("ContextKeyName"), values);
    }
    return context.build();
  }

  private static int number(JsonFields body, String name, int otherwise, int least, int most)
      throws InvalidField {
    Optional<String> text = body.textOrNumber(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text.get());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // The answer is the same.
    }
    throw body.wrong(name, "is not " + least + " to " + most);
  }
}
