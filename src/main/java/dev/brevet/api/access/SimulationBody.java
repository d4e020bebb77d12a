package dev.brevet.api.access;

import module java.base;

import dev.brevet.authorization.Simulation;
import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Arn;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.iam.UntrustedText;
import dev.brevet.json.Fields;
import dev.brevet.json.JsonValue;
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

  // The caller of a simulation that names none: it has none of the keys that follow from a
  // principal.
  private static final Principal UNNAMED = new Principal.WebIdentity("simulation:", "caller");

  static Optional<SimulationBody> read(Fields body) {
    Map<String, SimulatedPolicy> byName = new HashMap<>();
    List<NamedPolicy> policies = policies(body, "PolicyInputList", PolicyType.IDENTITY, byName);
    List<NamedPolicy> boundaries =
        policies(body, "PermissionsBoundaryPolicyInputList", PolicyType.BOUNDARY, byName);
    Optional<NamedPolicy> resourcePolicy =
        body.carried("ResourcePolicy")
            .flatMap(
                text ->
                    policy(
                        body,
                        "ResourcePolicy",
                        text,
                        PolicyType.RESOURCE,
                        "ResourcePolicy",
                        byName));
    Optional<Principal> caller =
        body.parsed("CallerArn", Principal::parseArn, "is not the ARN of a principal");
    if (body.has("ResourcePolicy") && !body.has("CallerArn")) {
      body.problem("CallerArn", "is missing: a resource policy needs a caller");
    }
    // An account, or an ARN that names one.
    Optional<AccountId> owner =
        body.parsed(
            "ResourceOwner",
            text -> AccountId.parse(text).or(() -> Arn.parse(text).flatMap(Arn::accountId)),
            "does not name an account");
    Simulation simulation =
        new Simulation(
            policies,
            boundaries,
            resourcePolicy,
            caller.orElse(UNNAMED),
            owner,
            actions(body),
            resources(body),
            context(body));
    requireHandled(body, simulation.resources());
    long pairs = (long) simulation.actions().size() * simulation.resources().size();
    if (pairs > Simulation.MOST_PAIRS) {
      body.problem(
          "ActionNames",
          "and `ResourceArns` make " + pairs + " pairs, more than " + Simulation.MOST_PAIRS);
    }
    int first = number(body, "Marker", 0, 0, Simulation.MOST_PAIRS);
    int most = number(body, "MaxItems", Simulation.MOST_PAIRS, 1, Simulation.MOST_PAIRS);
    return body.hasProblems()
        ? Optional.empty()
        : Optional.of(new SimulationBody(simulation, byName, first, most));
  }

  private static List<NamedPolicy> policies(
      Fields body, String name, PolicyType type, Map<String, SimulatedPolicy> byName) {
    List<String> documents = body.documents(name);
    if (documents.size() > MOST_POLICIES) {
      body.problem(name, "has more than " + MOST_POLICIES + " policies");
      return List.of();
    }
    List<NamedPolicy> policies = new ArrayList<>();
    for (int i = 0; i < documents.size(); i++) {
      policy(body, name, documents.get(i), type, name + "." + (i + 1), byName)
          .ifPresent(policies::add);
    }
    return policies;
  }

  private static Optional<NamedPolicy> policy(
      Fields body,
      String field,
      String text,
      PolicyType type,
      String name,
      Map<String, SimulatedPolicy> byName) {
    return switch (PolicyReader.read(text, type)) {
      case Parsed(Policy policy) -> {
        NamedPolicy named = new NamedPolicy(name, policy);
        byName.put(name, SimulatedPolicy.of(named, text));
        yield Optional.of(named);
      }
      case Malformed malformed -> {
        body.problem(field, "has no policy at `" + name + "`: " + malformed);
        yield Optional.empty();
      }
    };
  }

  private static List<Action> actions(Fields body) {
    body.requireSome("ActionNames");
    List<Action> actions = new ArrayList<>();
    for (String name : body.texts("ActionNames", _ -> true, "")) {
      Action.parse(name)
          .ifPresentOrElse(
              actions::add,
              () ->
                  body.problem(
                      "ActionNames",
                      "holds `" + UntrustedText.shown(name) + "`, which is not an action"));
    }
    return actions;
  }

  private static List<String> resources(Fields body) {
    List<String> resources =
        body.texts(
            "ResourceArns",
            resource -> !resource.isEmpty() && resource.length() <= 2_048,
            "holds a string that is empty or longer than 2048 characters");
    return resources.isEmpty() ? List.of("*") : resources;
  }

  /// What IAM makes of `ResourceHandlingOption`: the resources must be there that launching an
  /// instance so would touch.
  private static void requireHandled(Fields body, List<String> resources) {
    Optional<List<String>> needed =
        body.parsed(
            "ResourceHandlingOption",
            option -> Optional.ofNullable(HANDLING.get(option)),
            "must be one of "
                + HANDLING.keySet().stream().sorted().collect(Collectors.joining(", ")));
    for (String type : needed.orElse(List.of())) {
      if (resources.stream().noneMatch(resource -> isOfEc2(resource, type))) {
        body.problem(
            "ResourceArns", "has no " + type + ", which `ResourceHandlingOption` asks for");
      }
    }
  }

  private static boolean isOfEc2(String resource, String type) {
    return Arn.parse(resource)
        .filter(arn -> arn.service().equals("ec2") && arn.resource().startsWith(type + "/"))
        .isPresent();
  }

  private static RequestContext context(Fields body) {
    RequestContext.Builder context = RequestContext.builder();
    for (Fields entry : body.objects("ContextEntries", "ContextKeyName")) {
      String type =
          entry
              .text("ContextKeyType", TYPES::contains, "is not one of IAM's types")
              .orElse("stringList");
      List<String> values = entry.texts("ContextKeyValues", _ -> true, "");
      if (!type.endsWith("List") && values.size() > 1) {
        entry.problem("ContextKeyValues", "has several values, and the type is `" + type + "`");
      }
      entry.required("ContextKeyName").ifPresent(key -> context.put(key, values));
    }
    return context.build();
  }

  private static int number(Fields body, String name, int otherwise, int least, int most) {
    Optional<JsonValue> value = body.any(name);
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value.get().asScalar().orElse(""));
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // The answer is the same.
    }
    body.problem(name, "is not " + least + " to " + most);
    return otherwise;
  }
}
