package dev.brevet.policy;

import dev.brevet.iam.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The statements of all policies of one type (and, for an organization's, one level), ready to be
/// asked.
final class PolicySet {
  private final PolicyType type;
  private final Entry[] denies;
  private final Entry[] allows;

  /// A statement and where it stands.
  record Entry(Statement statement, StatementReference reference) {}

  PolicySet(PolicyType type, int level, List<ApplicablePolicies.Member> members) {
    this.type = type;
    List<Entry> denying = new ArrayList<>();
    List<Entry> allowing = new ArrayList<>();
    for (int p = 0; p < members.size(); p++) {
      ApplicablePolicies.Member member = members.get(p);
      List<Statement> statements = member.policy().statements();
      for (int s = 0; s < statements.size(); s++) {
        Statement statement = statements.get(s);
        Entry entry =
            new Entry(
                statement,
                new StatementReference(type, level, p, member.name(), s, statement.sid()));
        switch (statement.effect()) {
          case DENY -> denying.add(entry);
          case ALLOW -> allowing.add(entry);
        }
      }
    }
    this.denies = denying.toArray(Entry[]::new);
    this.allows = allowing.toArray(Entry[]::new);
  }

  PolicyType type() {
    return type;
  }

  /// The first statement that denies; `bounded` says that the caller has a permissions boundary.
  @Nullable Entry deny(AuthorizationRequest request, boolean bounded) {
    for (Entry entry : denies) {
      if (matches(entry.statement(), request, bounded)) {
        return entry;
      }
    }
    return null;
  }

  /// The first statement that allows.
  @Nullable Entry allow(AuthorizationRequest request) {
    return allow(request, Reach.ACCOUNT);
  }

  /// The first statement that allows and reaches the caller at least so directly.
  @Nullable Entry allow(AuthorizationRequest request, Reach atLeast) {
    for (Entry entry : allows) {
      if (reach(entry.statement(), request).compareTo(atLeast) >= 0
          && matches(entry.statement(), request, false)) {
        return entry;
      }
    }
    return null;
  }

  private boolean matches(Statement statement, AuthorizationRequest request, boolean bounded) {
    return statement.coversAction(request)
        && statement.coversResource(request)
        && isAbout(statement, request.principal(), bounded)
        && Conditions.hold(statement.conditions(), request);
  }

  private boolean isAbout(Statement statement, Principal caller, boolean bounded) {
    if (!type.namesPrincipals()) {
      return true;
    }
    Optional<Matcher<PrincipalPattern>> principals = statement.principals();
    if (principals.isEmpty()) {
      // A resource-based statement without Principal matches nobody; a resource control policy's
      // can only be "*".
      return type == PolicyType.RESOURCE_CONTROL;
    }
    return switch (principals.get()) {
      case Matcher.In<PrincipalPattern> in ->
          PrincipalMatch.reach(in, caller, statement.effect()) != Reach.NONE;
      // NotPrincipal with Allow is not supported (notprincipal), so it grants nothing.
      case Matcher.NotIn<PrincipalPattern> listed ->
          statement.effect() == Effect.DENY && (bounded || !PrincipalMatch.spares(listed, caller));
    };
  }

  private Reach reach(Statement statement, AuthorizationRequest request) {
    return type.namesPrincipals()
            && statement.principals().orElse(null) instanceof Matcher.In<PrincipalPattern> in
        ? PrincipalMatch.reach(in, request.principal(), statement.effect())
        : Reach.ITSELF;
  }
}
