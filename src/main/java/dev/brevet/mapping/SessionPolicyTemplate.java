package dev.brevet.mapping;

import module java.base;

import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.element.WildcardPattern;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.policy.json.Malformed;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;

/// A session policy with `{{name}}` placeholders, parsed once, rendered in one pass.
///
/// Placeholders stand only in the string values of `Resource`, `NotResource` and conditions: no
/// value decides what a statement does, only on what. A value stands for itself. `*`, `?` and `$`
/// in it become `${*}`, `${?}` and `${$}`, which IAM reads as the characters themselves (IAM User
/// Guide, reference_policies_variables); this is right for `StringEquals` as for `StringLike`,
/// since in version 2012-10-17, which a template must say, variables are read under both. Where IAM
/// reads no variables there is no such escape: before an ARN's fifth colon a value that would need
/// one is refused, and one that holds a colon, as it would move the parts of the ARN; under the
/// numeric, date, Boolean, binary and IP address operators a value is the whole operand and one
/// value of the operator's type, an address and never a network. Under `Null` none stands. An empty
/// value is refused everywhere: before a `*` it would stand for all others. The text is then
/// escaped for JSON, and what comes out is read again by the policy reader.
public final class SessionPolicyTemplate {
  /// Denies everything: what an absent or empty session policy means, since STS takes an absent one
  /// for the whole role.
  public static final SessionPolicyTemplate DENY_ALL =
      new SessionPolicyTemplate(
          List.of(
              new TemplatePart.Literal(
                  "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}]}")));

  private final List<TemplatePart> parts;
  private final Policy shape;

  /// @throws IllegalArgumentException when the parts make no policy with plausible values
  private SessionPolicyTemplate(List<TemplatePart> parts) {
    this.parts = List.copyOf(parts);
    // With a plausible value in each place, to check what is around them.
    this.shape =
        switch (PolicyReader.read(written(parts, TemplatePart.Slot::sample), PolicyType.SESSION)) {
          case Parsed(Policy policy) -> policy;
          case Malformed malformed -> throw new IllegalArgumentException(malformed.message());
        };
  }

  /// The template in `policy`, a policy in IAM's JSON. A policy without statements is [#DENY_ALL].
  ///
  /// @throws IllegalArgumentException when it is not one; the message is fit to show
  static SessionPolicyTemplate of(JsonValue policy) {
    if (!(policy instanceof JsonObject object)) {
      throw new IllegalArgumentException("must be an object");
    }
    if (isEmpty(object)) {
      return DENY_ALL;
    }
    if (!object.text("Version").equals(Optional.of("2012-10-17"))) {
      throw new IllegalArgumentException(
          "a session policy must have \"Version\": \"2012-10-17\": in the older one `${*}` is not a"
              + " literal `*`");
    }
    return new SessionPolicyTemplate(new TemplateWriter().write(object));
  }

  private static boolean isEmpty(JsonObject policy) {
    return policy
        .get("Statement")
        .map(statements -> statements.asList().isEmpty())
        .orElseGet(
            () ->
                policy.members().stream()
                    .allMatch(member -> Set.of("Version", "Id").contains(member.name())));
  }

  /// The names of the parameters that it takes.
  public Set<String> placeholders() {
    return parts.stream()
        .filter(TemplatePart.Slot.class::isInstance)
        .map(part -> ((TemplatePart.Slot) part).name())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The policy with `values` in place: minified, printable ASCII, the same text for the same
  /// values.
  public Rendering render(Map<String, String> values) {
    return render(values, WorkBudget.unlimited());
  }

  /// The same. Each character is bought from `budget`: a value may stand in many places.
  ///
  /// @throws WorkBudget.TooMuchWork when there is not enough left
  public Rendering render(Map<String, String> values, WorkBudget budget) {
    StringBuilder out = new StringBuilder(512);
    int bought = 0;
    for (TemplatePart part : parts) {
      switch (part) {
        case TemplatePart.Literal(String json) -> out.append(json);
        case TemplatePart.Slot slot -> {
          String value = values.get(slot.name());
          if (value == null) {
            return new Rendering.Unfit(slot.name(), "has no value");
          }
          if (!slot.takes(value)) {
            return new Rendering.Unfit(
                slot.name(), "is empty or would not stand for only itself there");
          }
          JsonText.escape(WildcardPattern.escape(value), out);
        }
      }
      budget.buyCharacters(out.length() - bought);
      bought = out.length();
    }
    String json = out.toString();
    // INVARIANT: the result differs from the template only in what its places hold.
    return PolicyReader.read(json, PolicyType.SESSION) instanceof Parsed(Policy policy)
            && PolicyShape.same(policy, shape)
        ? new Rendering.Rendered(json, policy)
        : new Rendering.Unfit("sessionPolicy", "is not a valid policy with these values");
  }

  /// The text of the parts, with `slot` for each place of a value.
  private static String written(
      List<TemplatePart> parts, Function<TemplatePart.Slot, String> slot) {
    return parts.stream()
        .map(
            part ->
                switch (part) {
                  case TemplatePart.Literal(String json) -> json;
                  case TemplatePart.Slot each -> slot.apply(each);
                })
        .collect(Collectors.joining());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SessionPolicyTemplate that && parts.equals(that.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  /// The template itself: minified JSON with its placeholders.
  @Override
  public String toString() {
    return written(parts, slot -> "{{" + slot.name() + "}}");
  }
}
