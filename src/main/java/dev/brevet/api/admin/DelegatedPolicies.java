package dev.brevet.api.admin;

import module java.base;

import dev.brevet.api.AdministeredResource;
import dev.brevet.api.AdministeredResource.Extent;
import dev.brevet.iam.AsciiCase;
import dev.brevet.policy.Matcher;
import dev.brevet.policy.NamedPolicy;
import dev.brevet.policy.Policy;
import dev.brevet.policy.Statement;
import dev.brevet.policy.analysis.PatternAlgebra;
import dev.brevet.policy.element.Condition;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.WildcardPattern;
import dev.brevet.policy.element.WorkBudget;

/// Reads a delegate's policies about a resource that is not known whole, so that the engine can be
/// asked: what counts against the delegate counts for all that the resource may be, and what counts
/// for it must be about all of that. Statements keep their places.
///
/// Of a list that is everything that it shows; of a role, the role under every path.
///
/// @param beginning what comes before the resource's path in its ARN
record DelegatedPolicies(
    String beginning, AdministeredResource resource, About content, WorkBudget budget) {
  /// Which content is asked about. Only of a content that is known can what a statement says of it
  /// be asked: else the rest of the statement counts, or the statement does not.
  enum About {
    /// One that is not known: what might be allowed is left in, what might be denied is left out.
    SOME,
    /// The one whose keys are in the context.
    THIS,
    /// Whatever it is: what might be allowed is left out, what might be denied is left in.
    ANY
  }

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)\\}");
  private static final PolicyVersion VERSION = PolicyVersion.V2012_10_17;
  private static final Matcher<WildcardPattern> NOTHING = new Matcher.In<>(List.of());
  private static final Matcher<WildcardPattern> ANYTHING = new Matcher.NotIn<>(List.of());

  NamedPolicy read(NamedPolicy named) {
    Policy policy = named.policy();
    return new NamedPolicy(
        named.name(),
        new Policy(
            policy.version(),
            policy.id(),
            policy.statements().stream()
                .map(statement -> read(statement, policy.version()))
                .toList()));
  }

  private Statement read(Statement statement, PolicyVersion version) {
    Effect effect = statement.effect();
    boolean namesContent =
        content != About.THIS
            && statement.resources().stream()
                .flatMap(resources -> resources.patterns().stream())
                .anyMatch(pattern -> namesContent(pattern.text()));
    boolean asksForContent =
        namesContent || statement.conditions().stream().anyMatch(DelegatedPolicies::asksForContent);
    boolean counts =
        !asksForContent
            || switch (content) {
              case SOME -> effect == Effect.ALLOW;
              case THIS -> true;
              case ANY -> effect == Effect.DENY;
            };
    return new Statement(
        statement.sid(),
        effect,
        statement.principals(),
        counts ? statement.actions() : NOTHING,
        statement
            .resources()
            .map(resources -> namesContent ? ANYTHING : read(effect, resources, version)),
        content == About.THIS
            ? statement.conditions()
            : statement.conditions().stream()
                .filter(condition -> !asksForContent(condition))
                .toList());
  }

  private static boolean asksForContent(Condition condition) {
    return ContentKeys.isOne(condition.key().lowerName())
        || condition.operandTexts().stream().anyMatch(DelegatedPolicies::namesContent);
  }

  /// Whether a variable of the text is a content's key, also one that has a default.
  private static boolean namesContent(String text) {
    return VARIABLE
        .matcher(text)
        .results()
        .map(variable -> variable.group(1).split(",", 2)[0].strip())
        .anyMatch(key -> ContentKeys.isOne(AsciiCase.lower(key)));
  }

  private Matcher<WildcardPattern> read(
      Effect effect, Matcher<WildcardPattern> resources, PolicyVersion version) {
    return switch (resource.extent()) {
      case Extent.One _ -> resources;
      case Extent.All(String prefix) ->
          whole(effect, resources, ofPaths(resources, version), pattern(prefix, "*", ""));
      // A role is named without its path: that is among what is asked as it is.
      case Extent.RoleOfAnyPath(String before, String after) -> {
        String slash = AdministeredResource.SLASH;
        boolean mayBeMeant =
            meet(ofPaths(resources, version), pattern(before, slash + "?*" + slash, after));
        yield switch (resources) {
          case Matcher.In<WildcardPattern> _ ->
              effect == Effect.DENY && mayBeMeant ? ANYTHING : resources;
          case Matcher.NotIn<WildcardPattern> _ ->
              effect == Effect.ALLOW && mayBeMeant ? NOTHING : resources;
        };
      }
    };
  }

  private Matcher<WildcardPattern> whole(
      Effect effect,
      Matcher<WildcardPattern> resources,
      List<WildcardPattern> paths,
      WildcardPattern all) {
    boolean isIn = resources instanceof Matcher.In<WildcardPattern>;
    boolean counts =
        switch (effect) {
          case ALLOW -> isIn ? cover(paths, all) : !meet(paths, all);
          case DENY -> isIn ? meet(paths, all) : !cover(paths, all);
        };
    return counts ? ANYTHING : NOTHING;
  }

  /// Whether the patterns are seen to match all of `all`.
  private boolean cover(List<WildcardPattern> patterns, WildcardPattern all) {
    return PatternAlgebra.covers(patterns, all, budget) instanceof PatternAlgebra.Answer.Yes;
  }

  /// Whether one of the patterns may match something of `some`.
  private boolean meet(List<WildcardPattern> patterns, WildcardPattern some) {
    return patterns.stream()
        .anyMatch(
            pattern ->
                !PatternAlgebra.beginApart(pattern, some)
                    && !(PatternAlgebra.areDisjoint(pattern, some, budget)
                        instanceof PatternAlgebra.Answer.Yes));
  }

  private static WildcardPattern pattern(String before, String between, String after) {
    return WildcardPattern.like(
        WildcardPattern.escape(before) + between + WildcardPattern.escape(after), VERSION);
  }

  /// What is left of the patterns of ARNs for the path, once all before it is matched: a `*` may
  /// stand for any part of an ARN and go on into the path. A path holds no `:`.
  private List<WildcardPattern> ofPaths(Matcher<WildcardPattern> resources, PolicyVersion version) {
    Set<String> left = new LinkedHashSet<>();
    for (WildcardPattern pattern : resources.patterns()) {
      String text = pattern.text();
      budget.buy(text.length(), 1 + text.length() / 8);
      for (int i = 1; i <= text.length(); i++) {
        String rest = text.substring(i);
        if (!VARIABLE.matcher(rest).replaceAll("").contains(":")
            && WildcardPattern.like(text.substring(0, i), version).matches(beginning)) {
          left.add(text.charAt(i - 1) == '*' ? "*" + rest : rest);
        }
      }
    }
    return left.stream().map(rest -> WildcardPattern.like(rest, version)).toList();
  }
}
