package dev.brevet.policy.lint;

import module java.base;

import dev.brevet.iam.AsciiCase;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.Member;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.element.Effect;

/// Reads one statement, reports what the grammar does not have, and keeps what makes sense.
final class StatementOutline {
  private static final List<String> ELEMENTS =
      List.of(
          "Sid",
          "Effect",
          "Principal",
          "NotPrincipal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");

  private final PolicyType type;
  private final Report report;
  private final ElementOutline elements;

  StatementOutline(PolicyType type, Report report) {
    this.type = type;
    this.report = report;
    this.elements = new ElementOutline(report);
  }

  LintedStatement read(JsonObject statement, String pointer) {
    Item element = new Item("", statement.place(), pointer, false);
    DocumentOutline.elements(statement, pointer, ELEMENTS, report);
    sid(statement, pointer);
    boolean notAction = not(statement, element, "Action");
    boolean notResource = not(statement, element, "Resource");
    boolean notPrincipal = not(statement, element, "Principal");
    // Of both forms, where both are written: what is wrong in either is reported.
    List<Item> actions = new ArrayList<>(texts(statement, pointer, "Action"));
    actions.addAll(texts(statement, pointer, "NotAction"));
    List<Item> resources = new ArrayList<>(texts(statement, pointer, "Resource"));
    resources.addAll(texts(statement, pointer, "NotResource"));
    List<LintedStatement.Principal> principals =
        new ArrayList<>(elements.principals(statement, pointer, "Principal"));
    principals.addAll(elements.principals(statement, pointer, "NotPrincipal"));
    notNothing(notAction, actions, element, "Action");
    notNothing(notResource, resources, element, "Resource");
    notNothing(notPrincipal, principals, element, "Principal");
    boolean hasResource = has(statement, "Resource");
    boolean hasPrincipal = has(statement, "Principal");
    Optional<Effect> effect = effect(statement, element, pointer);
    presence(statement, element, hasResource, hasPrincipal);
    return new LintedStatement(
        element,
        effect,
        actions,
        notAction,
        resources,
        notResource,
        hasResource,
        principals,
        notPrincipal,
        hasPrincipal,
        statement.member("Condition").isPresent(),
        elements.conditions(statement, pointer));
  }

  private void sid(JsonObject statement, String pointer) {
    Optional<Member> sid = statement.member("Sid");
    if (sid.isEmpty()) {
      return;
    }
    Item item = Item.of(sid.get().value(), "", pointer + "/Sid", false);
    if (!(sid.get().value() instanceof JsonValue.JsonString(String text, var _))) {
      report.error("DATA_TYPE_MISMATCH", item, "a `Sid` is a string");
      return;
    }
    boolean plain =
        text.chars()
            .allMatch(
                c -> (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
    // Other services' policies may hold spaces and more.
    if (!plain && type != PolicyType.RESOURCE && type != PolicyType.ENDPOINT) {
      report.error("INVALID_SID", item, "in IAM's policies a `Sid` has letters and digits only");
    }
  }

  private Optional<Effect> effect(JsonObject statement, Item element, String pointer) {
    Optional<JsonValue> value = statement.get("Effect");
    if (value.isEmpty()) {
      report.error("MISSING_EFFECT", element, "a statement must say `Allow` or `Deny`");
      return Optional.empty();
    }
    return switch (value.get().asText().orElse("")) {
      case "Allow" -> Optional.of(Effect.ALLOW);
      case "Deny" -> Optional.of(Effect.DENY);
      default -> {
        report.error(
            "INVALID_EFFECT",
            Item.of(value.get(), "", pointer + "/Effect", false),
            "`Effect` is `Allow` or `Deny`, with that case");
        yield Optional.empty();
      }
    };
  }

  /// Which elements a policy of this type must and must not have.
  private void presence(
      JsonObject statement, Item element, boolean hasResource, boolean hasPrincipal) {
    if (!has(statement, "Action")) {
      report.error("MISSING_ACTION", element, "a statement must name actions");
    }
    if (type == PolicyType.RESOURCE_CONTROL && statement.member("NotAction").isPresent()) {
      report.error(
          "RCP_SYNTAX_ERROR_NOTACTION",
          member(statement, element, "Action"),
          "a resource control policy has no `NotAction`: name the actions that it denies");
    }
    if (type == PolicyType.TRUST) {
      trustResource(statement, element);
    } else if (!hasResource) {
      report.error("MISSING_RESOURCE", element, "a statement must name resources");
    }
    if (type.namesPrincipals() && !hasPrincipal) {
      report.error(
          "MISSING_PRINCIPAL", element, "without `Principal` the statement matches no principal");
    }
    if (!type.namesPrincipals() && hasPrincipal) {
      report.error(
          "UNSUPPORTED_PRINCIPAL",
          member(statement, element, "Principal"),
          "a policy of this kind applies to what it is attached to: IAM refuses `Principal` in it");
    }
  }

  /// The role itself is the resource.
  private void trustResource(JsonObject statement, Item element) {
    if (has(statement, "Resource")) {
      report.error(
          "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE",
          member(statement, element, "Resource"),
          "a trust policy is about its role: IAM refuses `Resource` in it");
    }
    if (statement.member("NotPrincipal").isPresent()) {
      report.error(
          "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL",
          member(statement, element, "Principal"),
          "IAM refuses `NotPrincipal` in a trust policy");
    }
  }

  private static boolean has(JsonObject statement, String name) {
    return statement.member(name).isPresent() || statement.member("Not" + name).isPresent();
  }

  private static Item member(JsonObject statement, Item element, String name) {
    Member member = statement.member(name).or(() -> statement.member("Not" + name)).orElseThrow();
    return new Item(
        member.name(), member.place(), Item.below(element.pointer(), member.name()), false);
  }

  /// Whether the statement has the `Not` form.
  private boolean not(JsonObject statement, Item element, String name) {
    Optional<Member> not = statement.member("Not" + name);
    Optional<Member> plain = statement.member(name);
    if (not.isPresent() && plain.isPresent()) {
      boolean plainIsFirst = plain.get().place().start() < not.get().place().start();
      Member second = plainIsFirst ? not.get() : plain.get();
      report.error(
          "UNSUPPORTED_ELEMENT_COMBINATION",
          new Item(
              second.name(), second.place(), Item.below(element.pointer(), second.name()), false),
          "`" + name + "` and `Not" + name + "` exclude each other");
      return false;
    }
    return not.isPresent();
  }

  /// The reader refuses it too: a `Not` of nothing is everything.
  private void notNothing(boolean not, List<?> entries, Item element, String name) {
    if (not && entries.isEmpty()) {
      report.error(
          "EMPTY_NOT_ELEMENT",
          element,
          "`Not" + name + "` needs at least one entry: without any it means everything");
    }
  }

  private List<Item> texts(JsonObject statement, String pointer, String name) {
    Optional<JsonValue> value = statement.get(name);
    if (value.isEmpty()) {
      return List.of();
    }
    return elements.texts(value.get(), Item.below(pointer, name), "EMPTY_ARRAY_" + idPart(name));
  }

  private static String idPart(String name) {
    return AsciiCase.upper(name.startsWith("Not") ? name.substring(3) : name);
  }
}
