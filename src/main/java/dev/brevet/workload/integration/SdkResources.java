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
/// is found when a parameter gives its ARN, or gives everything that its ARN is made of. Unless
/// every type that the action requires is found, it is allowed on every resource: AWS's own
/// generator allows nothing at all for these integrations.
final class SdkResources {
  /// More than any operation has.
  private static final int MOST_ARGUMENTS = 300;

  /// Of one type, by the names of several parameters for each of its parts.
  private static final int MOST_ARNS = 64;

  /// How parameters end that take an ARN in the place of a name. Source: the services' API
  /// references (`FunctionName`, `SecretId`, `DBInstanceIdentifier`, `Resource`).
  private static final List<String> NAMES =
      List.of("name", "names", "id", "ids", "identifier", "identifiers", "resource", "resources");

  private final ResourceResolver resolver;
  private final CataloguedAction action;
  private final Arguments arguments;
  private final List<Unknown> open = new ArrayList<>();

  /// Parameters that told a resource of their type, with what of it is not known.
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
  }

  Resolution resolve() {
    if (!action.hasResourceLevelPermissions()) {
      return Resolution.of(Filled.table("*"));
    }
    if (arguments.isWhollyDynamic()) {
      return otherwise("the arguments are only known at run time");
    }
    Optional<Value.Unsubstituted> unnamed = arguments.unnamed();
    if (unnamed.isPresent()) {
      return Resolution.blocked(unnamed.get().why("any argument"));
    }
    if (action.action().service().equals("apigateway")) {
      return otherwise("resources of API Gateway are paths, which the arguments do not tell");
    }
    if (arguments.names().size() > MOST_ARGUMENTS) {
      return otherwise("no operation takes that many arguments");
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
          known.isPresent() ? byForm(known.get()) : Resolution.of(byArnOrName(target.type()));
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
    // The reference marks alternatives as required too. Where a type is known to be named as this
    // call names it, it is the one meant.
    if (!missing.isEmpty() && !certain) {
      return notFound(missing.getFirst());
    }
    if (arns.isEmpty()) {
      return open.isEmpty() && namesNoneByRight()
          ? Resolution.of(Filled.table("*"))
          : notFound(action.targets().getFirst().type());
    }
    List<Filled> told = new ArrayList<>();
    for (Filled arn : arns) {
      Filled because = arn;
      for (Unknown each : open) {
        because = because.because(each.why());
      }
      told.add(because);
    }
    return Resolution.of(told);
  }

  /// Whether it is allowed on everything though no argument tells a resource: it reads, and names
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
                target ->
                    ParameterForms.of(action.action().service(), target.type().name()).isPresent());
  }

  /// Nothing tells the resource: of the arguments any may, so that none may be a placeholder.
  private Resolution notFound(ResourceType type) {
    for (String parameter : arguments.names()) {
      for (Value value : arguments.values(parameter)) {
        if (value instanceof Value.Unsubstituted) {
          return Resolution.blocked(value.whyUnknown(parameter));
        }
      }
    }
    return otherwise(
        open.isEmpty()
            ? "the arguments of `" + action.action() + "` do not tell its " + type.name()
            : open.getFirst().why());
  }

  /// Every resource; in the tighter mode those of the required types in the machine's own account
  /// and region.
  private Resolution otherwise(String reason) {
    List<Target> required = action.targets().stream().filter(Target::required).toList();
    return Resolution.instead(
        !resolver.tighter() || required.isEmpty()
            ? List.of(Filled.table("*"))
            : action.targets().stream().map(target -> wild(target.type().arn())).toList(),
        reason);
  }

  /// How calls name resources of that type, where this one may name one so.
  private Optional<ParameterForms.Known> known(ResourceType type) {
    return ParameterForms.of(action.action().service(), type.name())
        .filter(known -> arguments.has(known.parameter()));
  }

  /// AWS allows nothing for these calls, so there is no usual width to keep to: what is known in
  /// part limits.
  private Resolution byForm(ParameterForms.Known known) {
    Resolution found =
        new ResourceResolver(resolver.scope(), true).resolve(known.rule(), arguments, true);
    Value value = arguments.value(known.parameter());
    if (!found.resources().isEmpty()) {
      settled.add(known.parameter());
    } else if (value instanceof Value.AtRunTime) {
      open.add(new Unknown(known.parameter(), value));
      return Resolution.of(List.of());
    }
    // A key may have an alias, which tells no ARN; a bucket that is none is no bucket.
    boolean otherName =
        found.resources().isEmpty()
            && value instanceof Value.Known
            && !action.action().service().equals("s3");
    return otherName ? Resolution.of(List.of()) : found;
  }

  private List<Filled> byArnOrName(ResourceType type) {
    List<Filled> found = new ArrayList<>(byArn(type));
    found.addAll(byName(type));
    return found;
  }

  /// Parameters for ARNs whose value is an ARN of that type.
  private List<Filled> byArn(ResourceType type) {
    List<Filled> found = new ArrayList<>();
    ArnTemplate template = ArnTemplate.of(type.arn());
    // Beside `RoleArn`, a role's ARN in `RoleSessionName` is a text.
    String own = type.name().replace("-", "") + "arn";
    boolean byArnOnly = arguments.names().stream().anyMatch(name -> AsciiCase.equal(name, own));
    for (String parameter : arguments.names()) {
      if (!(byArnOnly ? isArnName(parameter) : mayBeArn(parameter, type, template))) {
        continue;
      }
      for (Value value : arguments.values(parameter)) {
        if (value instanceof Value.Known(String text)) {
          if (template.matches(text)) {
            found.add(Filled.literal(text));
          }
        } else if (!(value instanceof Value.Missing) && isArnName(parameter)) {
          open.add(new Unknown(parameter, value));
        }
      }
    }
    return found;
  }

  /// Whether the parameter's name says that it is an ARN or names a resource of the type. An ARN in
  /// another one, as in a description, is a text.
  private static boolean mayBeArn(String parameter, ResourceType type, ArnTemplate template) {
    return isArnName(parameter)
        || endsWith(parameter, type.name().replace("-", ""))
        || NAMES.stream().anyMatch(end -> endsWith(parameter, end))
        || template.names().stream().anyMatch(variable -> isNameOf(variable, parameter));
  }

  private static boolean isArnName(String parameter) {
    return endsWith(parameter, "arn") || endsWith(parameter, "arns");
  }

  private static boolean endsWith(String parameter, String end) {
    return AsciiCase.matchesAt(parameter, parameter.length() - end.length(), end);
  }

  /// Parameters of the same names as all variables of the type's ARN. Where several have a
  /// variable's name (`SourceTableName`, `TargetTableName`), each of them names a resource.
  private List<Filled> byName(ResourceType type) {
    ArnTemplate template = ArnTemplate.of(type.arn());
    List<List<Filled>> all = List.of(List.of());
    for (String variable : template.names()) {
      List<Filled> values = named(variable);
      if (values.isEmpty() || (long) all.size() * values.size() > MOST_ARNS) {
        return List.of();
      }
      all =
          all.stream()
              .flatMap(before -> values.stream().map(value -> append(before, value)))
              .toList();
    }
    return template.names().isEmpty()
        ? List.of()
        : all.stream().map(values -> template.fill(resolver.scope(), values)).toList();
  }

  private List<Filled> named(String variable) {
    List<Filled> values = new ArrayList<>();
    for (String parameter : arguments.names()) {
      if (isNameOf(variable, parameter)) {
        for (Value value : arguments.values(parameter)) {
          if (value instanceof Value.Known(String text) && !text.startsWith("arn:")) {
            values.add(Filled.literal(text));
          } else if (!(value instanceof Value.Known || value instanceof Value.Missing)) {
            open.add(new Unknown(parameter, value));
          }
        }
      }
    }
    return values;
  }

  private static List<Filled> append(List<Filled> before, Filled value) {
    List<Filled> all = new ArrayList<>(before);
    all.add(value);
    return all;
  }

  /// The variable's own name, or that with more before it: `JobName` is what `TranscriptionJobName`
  /// gives.
  private static boolean isNameOf(String variable, String parameter) {
    int more = parameter.length() - variable.length();
    return more >= 0
        && (more == 0 || variable.length() >= 6)
        && AsciiCase.matchesAt(parameter, more, variable);
  }

  private Filled wild(String arn) {
    ArnTemplate template = ArnTemplate.of(arn);
    return template.fill(
        resolver.scope(), template.names().stream().map(_ -> Filled.table("*")).toList());
  }
}
