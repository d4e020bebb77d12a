package dev.brevet.workload.integration;

import module java.base;

import dev.brevet.catalogue.AccessLevel;
import dev.brevet.catalogue.CataloguedAction;
import dev.brevet.catalogue.CataloguedAction.Target;
import dev.brevet.catalogue.ResourceType;
import dev.brevet.iam.AsciiCase;
import dev.brevet.workload.definition.Arguments;
import dev.brevet.workload.definition.Value;

/// The resources of an action that an AWS SDK integration calls, as far as its arguments tell.
///
/// The catalogue says which types of resource an action takes and how their ARNs are made. A type
/// is found when a parameter gives its ARN, or gives everything that its ARN is made of. A type
/// that is not found and that the action requires is allowed whole in the machine's account and
/// region: AWS's own generator allows nothing at all for these integrations.
final class SdkResources {
  /// More than any operation has.
  private static final int MOST_ARGUMENTS = 300;

  /// Of one type, by the names of several parameters for each of its parts.
  private static final int MOST_ARNS = 64;

  /// Actions that take an ARN as it is. Source: CloudWatch Logs User Guide,
  /// iam-access-control-overview-cwl.
  private static final Set<String> TAG_ACTIONS =
      Set.of("TagResource", "UntagResource", "ListTagsForResource");

  private final ResourceResolver resolver;
  private final CataloguedAction action;
  private final Arguments arguments;
  private final UntoldResources untold;
  private final List<Unknown> open = new ArrayList<>();

  /// Parameters that named a resource of their type, with what of it is not known.
  private final Set<String> settled = new HashSet<>();

  /// A parameter that might tell a resource and does not.
  private record Unknown(String parameter, Value value) {
    String why() {
      return value.whyUnknown(parameter);
    }
  }

  SdkResources(ResourceResolver resolver, CataloguedAction action, Arguments arguments) {
    this.resolver = resolver;
    this.action = action;
    this.arguments = arguments;
    this.untold = new UntoldResources(action, resolver.scope());
  }

  Resolution resolve() {
    if (!action.hasResourceLevelPermissions()) {
      return Resolution.of(Filled.table("*"));
    }
    if (arguments.isWhollyDynamic()) {
      return untold.all("the arguments are only known at run time");
    }
    Optional<Value.Unsubstituted> unnamed = arguments.unnamed();
    if (unnamed.isPresent()) {
      return Resolution.blocked(unnamed.get().why("any argument"));
    }
    if (action.action().service().equals("apigateway")) {
      return new ApiGatewayPaths(resolver.scope()).of(arguments);
    }
    if (arguments.names().size() > MOST_ARGUMENTS) {
      return Resolution.of(Filled.table("*").because("no operation takes that many arguments"));
    }
    return resolveByType();
  }

  private Resolution resolveByType() {
    List<Filled> arns = new ArrayList<>();
    List<String> blocked = new ArrayList<>();
    List<ResourceType> missing = new ArrayList<>();
    boolean certain = false;
    for (Target target : action.targets()) {
      Optional<ParameterForms.Known> known = known(target.type());
      Resolution found =
          known.isPresent()
              ? byForm(known.get(), target.type())
              : Resolution.of(
                  Stream.concat(byArn(target.type()).stream(), byName(target.type()).stream())
                      .toList());
      arns.addAll(found.resources());
      blocked.addAll(found.blocked());
      certain |= known.isPresent() && !found.resources().isEmpty();
      if (found.resources().isEmpty() && target.required()) {
        missing.add(target.type());
      }
    }
    open.removeIf(each -> settled.contains(each.parameter()));
    Optional<Unknown> placeholder =
        open.stream().filter(each -> each.value() instanceof Value.Unsubstituted).findFirst();
    if (!blocked.isEmpty() || placeholder.isPresent()) {
      placeholder.ifPresent(each -> blocked.add(each.why()));
      return new Resolution(List.of(), blocked.stream().distinct().toList());
    }
    if (arns.isEmpty()) {
      partial().forEach(arns::add);
    }
    if (arns.isEmpty()) {
      return open.isEmpty() && namesNoneByRight()
          ? Resolution.of(Filled.table("*"))
          : notFound(missing);
    }
    // The reference marks alternatives as required too. Where a type is known to be named as this
    // call names it, it is the one meant.
    List<Filled> told = new ArrayList<>(arns);
    missing.removeIf(type -> arns.stream().anyMatch(ArnTemplate.of(type.arn())::isOfType));
    if (!missing.isEmpty() && !certain) {
      told.addAll(untold.types(missing));
    }
    for (Unknown each : open) {
      told.replaceAll(arn -> arn.because(each.why()));
    }
    return Resolution.of(told);
  }

  /// Of ARNs with several variables those of which an argument gives one at least.
  private List<Filled> partial() {
    List<Filled> found = new ArrayList<>();
    for (Target target : action.targets()) {
      ArnTemplate template = ArnTemplate.of(target.type().arn());
      List<List<Filled>> all = List.of(List.of());
      boolean any = false;
      List<String> variables = template.names();
      for (int i = 0; i < variables.size(); i++) {
        List<Filled> values = named(variables.get(i));
        // What has the type's own name is the last thing that its ARN names.
        if (values.isEmpty() && !any && i == variables.size() - 1) {
          values = named(parameter -> ArgumentNames.isOf(target.type(), parameter));
        }
        any |= !values.isEmpty();
        all =
            ArnTemplate.product(
                all, values.isEmpty() ? List.of(Filled.table("*")) : values, MOST_ARNS);
      }
      if (any) {
        all.forEach(values -> found.add(template.fill(resolver.scope(), values)));
      }
    }
    return found;
  }

  /// Whether it is allowed on everything though no argument names a resource: it reads, and names
  /// one only where a caller wants less. A known form of naming one (`Bucket`) is missing where it
  /// is not used, and so may be one of several types.
  private boolean namesNoneByRight() {
    boolean reads =
        Set.of(AccessLevel.LIST, AccessLevel.READ).containsAll(action.accessLevels())
            && (action.targets().size() == 1
                || action.accessLevels().equals(Set.of(AccessLevel.LIST)));
    return reads
        && arguments.areFields()
        && action.targets().stream()
            .noneMatch(
                target -> ParameterForms.of(action.action(), target.type().name()).isPresent());
  }

  /// No known argument names the resource: any of them may, so that none may be a placeholder.
  private Resolution notFound(List<ResourceType> missing) {
    for (String parameter : arguments.names()) {
      for (Value value : arguments.values(parameter)) {
        if (value instanceof Value.Unsubstituted) {
          return Resolution.blocked(value.whyUnknown(parameter));
        }
      }
    }
    return untold.all(
        open.isEmpty()
            ? untold.reason(
                missing.isEmpty() ? List.of(action.targets().getFirst().type()) : missing)
            : open.getFirst().why());
  }

  /// How calls name resources of that type, where this one may name one so.
  private Optional<ParameterForms.Known> known(ResourceType type) {
    return ParameterForms.of(action.action(), type.name())
        .filter(_ -> !TAG_ACTIONS.contains(action.action().name()))
        .filter(known -> known.parameters().stream().anyMatch(arguments::has));
  }

  /// AWS allows nothing for these calls, so there is no usual width to keep to: what is known in
  /// part limits.
  private Resolution byForm(ParameterForms.Known known, ResourceType type) {
    Resolution found =
        new ResourceResolver(resolver.scope(), true).resolve(known.rule(), arguments, true);
    String parameter = known.parameters().stream().filter(arguments::has).findFirst().orElseThrow();
    Value value = arguments.value(parameter);
    // Objects of S3 have ARNs of two kinds.
    if (!action.action().service().equals("s3")
        && !found.resources().stream().allMatch(ArnTemplate.of(type.arn())::canBe)) {
      return Resolution.blocked("`" + parameter + "` names something else than a " + type.name());
    }
    if (!found.resources().isEmpty()) {
      settled.addAll(known.parameters());
    } else if (value instanceof Value.AtRunTime) {
      open.add(new Unknown(parameter, value));
      return Resolution.of(List.of());
    }
    // A key may have an alias, which has no ARN; a bucket that is none is no bucket.
    // What a placeholder blocked stays blocked: the qualifier of a function may be one.
    boolean otherName =
        found.resources().isEmpty()
            && !isPlaceholder(known.rule())
            && value instanceof Value.Known
            && !action.action().service().equals("s3");
    return otherName ? Resolution.of(List.of()) : found;
  }

  private boolean isPlaceholder(ResourceRule rule) {
    return rule instanceof ResourceRule.FromParameter from
        && !from.qualifier().isEmpty()
        && arguments.value(from.qualifier()) instanceof Value.Unsubstituted;
  }

  /// Parameters for ARNs whose value is an ARN of that type.
  private List<Filled> byArn(ResourceType type) {
    List<Filled> found = new ArrayList<>();
    ArnTemplate template = ArnTemplate.of(type.arn());
    // Beside `RoleArn`, a role's ARN in `RoleSessionName` is a text.
    String own = type.name().replace("-", "") + "arn";
    boolean byArnOnly = arguments.names().stream().anyMatch(name -> AsciiCase.equal(name, own));
    for (String parameter : arguments.names()) {
      if (!(byArnOnly
          ? ArgumentNames.isArn(parameter)
          : ArgumentNames.mayBeArn(parameter, type, template))) {
        continue;
      }
      for (Value value : arguments.values(parameter)) {
        if (value instanceof Value.Known(String text)) {
          if (template.matches(text)) {
            found.add(Filled.literal(text));
          }
        } else if (value instanceof Value.AtRunTime dynamic
            && template.maybeMatches(Filled.of(parameter, dynamic).text())) {
          found.add(Filled.of(parameter, dynamic));
        } else if (!(value instanceof Value.Missing) && ArgumentNames.isArn(parameter)) {
          open.add(new Unknown(parameter, value));
        }
      }
    }
    return found;
  }

  /// Parameters of the same names as all variables of the type's ARN. Where several have a
  /// variable's name (`SourceTableName`, `TargetTableName`), each of them names a resource.
  private List<Filled> byName(ResourceType type) {
    ArnTemplate template = ArnTemplate.of(type.arn());
    List<List<Filled>> all = List.of(List.of());
    for (String variable : template.names()) {
      List<Filled> values = named(variable);
      if (values.isEmpty() && template.names().size() == 1) {
        values = named(parameter -> ArgumentNames.isOf(type, parameter));
      }
      if (values.isEmpty() || (long) all.size() * values.size() > MOST_ARNS) {
        return List.of();
      }
      all = ArnTemplate.product(all, values, MOST_ARNS);
    }
    return template.names().isEmpty()
        ? List.of()
        : all.stream().map(values -> template.fill(resolver.scope(), values)).toList();
  }

  private List<Filled> named(String variable) {
    String name = action.action().name();
    return named(
        parameter ->
            ArgumentNames.isOf(variable, parameter)
                || ArgumentNames.isBare(variable, parameter, name));
  }

  private List<Filled> named(Predicate<String> names) {
    List<Filled> values = new ArrayList<>();
    for (String parameter : arguments.names()) {
      if (names.test(parameter) && !ArgumentNames.isArn(parameter)) {
        for (Value value : arguments.values(parameter)) {
          switch (value) {
            case Value.Known(String text) -> {
              if (!text.startsWith("arn:")) {
                values.add(Filled.literal(text));
              }
            }
            case Value.AtRunTime dynamic
                when dynamic.pattern().filter(text -> text.startsWith("arn:")).isEmpty() ->
                values.add(Filled.of(parameter, dynamic));
            case Value.AtRunTime _, Value.Unsubstituted _ ->
                open.add(new Unknown(parameter, value));
            case Value.Missing _ -> {}
          }
        }
      }
    }
    return values;
  }
}
