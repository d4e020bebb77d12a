package dev.brevet.policy;

import module java.base;

import org.jspecify.annotations.Nullable;

/// The statements of all policies of one type (and, for an organization's, one level), ready to be
/// asked.
final class PolicySet {
  private final PolicyType type;
  private final List<Member> members;
  private final StatementList denies;
  private final StatementList allows;

  /// `bounded` says that there is a permissions boundary beside these policies.
  PolicySet(PolicyType type, int level, boolean bounded, List<Member> members) {
    this.type = type;
    this.members = members;
    List<Entry> denying = new ArrayList<>();
    List<Entry> allowing = new ArrayList<>();
    for (int p = 0; p < members.size(); p++) {
      Member member = members.get(p);
      List<Statement> statements = member.policy().statements();
      for (int s = 0; s < statements.size(); s++) {
        Statement statement = statements.get(s);
        Entry entry = new Entry(statement, type, level, p, member, s);
        switch (statement.effect()) {
          case DENY -> denying.add(entry);
          case ALLOW -> allowing.add(entry);
        }
      }
    }
    this.denies = new StatementList(type, bounded, denying);
    this.allows = new StatementList(type, bounded, allowing);
  }

  PolicyType type() {
    return type;
  }

  List<Member> members() {
    return members;
  }

  /// The first statement that denies; null when none does.
  @Nullable Entry deny(AuthorizationRequest request) {
    return denies.first(request, PrincipalMatchLevel.ACCOUNT);
  }

  /// The first statement that allows; null when none does.
  @Nullable Entry allow(AuthorizationRequest request) {
    return allows.first(request, PrincipalMatchLevel.ACCOUNT);
  }

  /// The first statement that allows and reaches the caller at least so directly; null when none
  /// does.
  @Nullable Entry allow(AuthorizationRequest request, PrincipalMatchLevel atLeast) {
    return allows.first(request, atLeast);
  }
}
