package dev.brevet.workload.integration;

import dev.brevet.catalogue.AccessLevel;
import dev.brevet.catalogue.CataloguedAction;
import dev.brevet.catalogue.CataloguedAction.Target;
import dev.brevet.catalogue.ResourceType;
import dev.brevet.iam.AsciiCase;
import dev.brevet.json.JsonText;
import dev.brevet.workload.definition.Arguments;
import dev.brevet.workload.definition.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The resources of an action that an AWS SDK integration calls, as far as its arguments tell.
///
/// The catalogue says which types of resource an action takes and how their ARNs are made. A type
/// is found when a parameter gives its ARN, or gives everything that its ARN is made of. Unless
/// every type that the action requires is found, it is allowed on every resource: AWS's own
/// generator allows nothing at all for these integrations.
final class SdkResources {
  /// More than any operation has.
  private static final int MOST_ARGUMENTS = 300;

  private final ResourceResolver resolver;
  private final Set<String> settled = new HashSet<>();

  SdkResources(ResourceResolver resolver) {
    this.resolver = resolver;
  }

  Resolution resolve(CataloguedAction action, Arguments arguments) {
    // API Gateway's resources are paths, which the names of parameters do not tell.
    if (!action.hasResourceLevelPermissions() || action.action().service().equals("apigateway")) {
      return Resolution.of(List.of("*"));
    }
    if (arguments.isWhollyDynamic()) {
      return Resolution.gap("the arguments are only known at run time", otherwise(action));
    }
    if (arguments.names().size() > MOST_ARGUMENTS) {
      return Resolution.gap("no operation takes that many arguments", otherwise(action));
    }
    List<String> arns = new ArrayList<>();
    List<String> open = new ArrayList<>();
    List<ResourceType> missing = new ArrayList<>();
    boolean certain = false;
    for (Target target : action.targets()) {
      String service = action.action().service();
      List<String> found = arns(service, target.type(), arguments, open);
      arns.addAll(found);
      certain |= !found.isEmpty() && ParameterForms.of(service, target.type().name()).isPresent();
      if (found.isEmpty() && target.required()) {
        missing.add(target.type());
      }
    }
    // The reference marks alternatives as required too. Where a type is known to be named as this
    // call names it, it is
    // the one meant.
    if (!missing.isEmpty() && !certain) {
      return notFound(action, missing.getFirst(), arguments, open);
    }
    if (arns.isEmpty()) {
      return open.isEmpty() && !changes(action)
          ? Resolution.of(List.of("*"))
          : notFound(action, action.targets().getFirst().type(), arguments, open);
    }
    return new Resolution(
        arns,
        open.stream()
            .distinct()
            .filter(parameter -> !settled.contains(parameter))
            .filter(parameter -> arguments.value(parameter) instanceof Value.AtRunTime)
            .map(parameter -> new Resolution.Gap(why(parameter, arguments), arns))
            .toList());
  }

  private static boolean changes(CataloguedAction action) {
    return !Collections.disjoint(
        action.accessLevels(),
        Set.of(AccessLevel.WRITE, AccessLevel.TAGGING, AccessLevel.PERMISSIONS_MANAGEMENT));
  }

  private Resolution notFound(
      CataloguedAction action, ResourceType type, Arguments arguments, List<String> open) {
    for (String parameter : open) {
      if (arguments.value(parameter) instanceof Value.Unsubstituted value) {
        return Resolution.gap(ResourceResolver.why(parameter, value), List.of());
      }
      if (arguments.value(parameter) instanceof Value.AtRunTime) {
        return Resolution.gap(why(parameter, arguments), otherwise(action));
      }
    }
    return Resolution.gap(
        "the arguments of `" + action.action() + "` do not tell its " + type.name(),
        otherwise(action));
  }

  private static String why(String parameter, Arguments arguments) {
    return "`"
        + parameter
        + "` is only known at run time: `"
        + JsonText.shown(arguments.value(parameter).written())
        + "`";
  }

  /// Every resource; in the tighter mode those of the required types in the machine's own account
  /// and region.
  private List<String> otherwise(CataloguedAction action) {
    List<Target> required = action.targets().stream().filter(Target::required).toList();
    return !resolver.tighter() || required.isEmpty()
        ? List.of("*")
        : action.targets().stream().map(target -> wild(target.type().arn())).distinct().toList();
  }

  /// The ARNs of one type. Parameters that might tell but are not known go to `open`.
  private List<String> arns(
      String service, ResourceType type, Arguments arguments, List<String> open) {
    Optional<ParameterForms.Known> known = ParameterForms.of(service, type.name());
    if (known.isPresent() && arguments.has(known.get().parameter())) {
      return byForm(known.get(), arguments, open);
    }
    List<String> byArn = byArn(type, arguments, open);
    return byArn.isEmpty() ? byName(type, arguments, open) : byArn;
  }

  private List<String> byForm(ParameterForms.Known known, Arguments arguments, List<String> open) {
    // AWS allows nothing for these calls, so there is no usual width to keep to: what is known in
    // part limits.
    Resolution resolution =
        new ResourceResolver(resolver.scope(), true).resolve(known.rule(), arguments, true);
    if (resolution.gaps().isEmpty()) {
      settled.add(known.parameter());
    } else {
      open.add(known.parameter());
    }
    return resolution.arns();
  }

  /// A parameter whose value is an ARN of that type.
  private List<String> byArn(ResourceType type, Arguments arguments, List<String> open) {
    List<String> found = new ArrayList<>();
    for (String parameter : arguments.names()) {
      for (Value value : arguments.values(parameter)) {
        if (value instanceof Value.Known(String text) && ArnTemplate.of(type.arn()).matches(text)) {
          found.add(PolicyText.escape(text));
        } else if (!(value instanceof Value.Known)
            && AsciiCase.matchesAt(parameter, parameter.length() - 3, "arn")) {
          open.add(parameter);
        }
      }
    }
    return found;
  }

  /// Parameters of the same names as all variables of the type's ARN.
  private List<String> byName(ResourceType type, Arguments arguments, List<String> open) {
    List<String> variables = ArnTemplate.of(type.arn()).names();
    String[] values = new String[variables.size()];
    for (int i = 0; i < values.length; i++) {
      String variable = variables.get(i);
      Optional<String> parameter =
          arguments.names().stream().filter(name -> isNameOf(variable, name)).findFirst();
      if (parameter.isEmpty()) {
        return List.of();
      }
      if (!(arguments.value(parameter.get()) instanceof Value.Known(String text))
          || text.startsWith("arn:")) {
        open.add(parameter.get());
        return List.of();
      }
      values[i] = PolicyText.escape(text);
    }
    return variables.isEmpty()
        ? List.of()
        : List.of(ArnTemplate.of(type.arn()).fill(resolver.scope(), values));
  }

  /// The variable's own name, or that with more before it: `JobName` is what `TranscriptionJobName`
  /// gives.
  private static boolean isNameOf(String variable, String parameter) {
    int more = parameter.length() - variable.length();
    return more >= 0
        && (more == 0 || variable.length() >= 6)
        && AsciiCase.matchesAt(parameter, more, variable);
  }

  private String wild(String arn) {
    ArnTemplate template = ArnTemplate.of(arn);
    String[] values = new String[template.names().size()];
    Arrays.fill(values, "*");
    return template.fill(resolver.scope(), values);
  }
}
