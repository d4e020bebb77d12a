package dev.brevet.vending;

import module java.base;

import dev.brevet.iam.SessionDuration;
import dev.brevet.iam.SessionName;
import dev.brevet.iam.SessionTag;
import dev.brevet.iam.SourceIdentity;
import dev.brevet.iam.VendedName;
import dev.brevet.mapping.RoleMapping;
import dev.brevet.mapping.SessionTemplate.SourceIdentityRule;
import dev.brevet.mapping.SessionTemplate.TagTemplate;
import dev.brevet.mapping.TextTemplate;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.vending.ParameterValues.Flaw;

/// What a session would be asked for with, before anything is decided: a mapping's templates with a
/// caller's values.
///
/// `flaw` is the first thing that keeps it from being made. Only a caller that the trust policy
/// allows gets to see it, as no other caller learns that the mapping exists.
record SessionPlan(
    Map<String, String> parameters,
    SessionName sessionName,
    Optional<SourceIdentity> sourceIdentity,
    List<SessionTag> tags,
    SessionDuration duration,
    Optional<Flaw> flaw) {
  SessionPlan {
    tags = List.copyOf(tags);
  }

  /// `chain` is there where the caller is a session that Brevet vended: then the source identity is
  /// that session's, whatever the mapping says, and the new one ends no later.
  static SessionPlan of(RoleMapping mapping, VendRequest request, Optional<RoleChain> chain) {
    ParameterValues parameters =
        ParameterValues.of(mapping.parameters(), request.caller(), request.parameters());
    Draft draft = new Draft(mapping, parameters, request.budget());
    SessionName name = SessionNames.sessionName(request.caller());
    Optional<SourceIdentity> sourceIdentity =
        chain.map(RoleChain::sourceIdentity).or(() -> draft.sourceIdentity(name));
    List<SessionTag> tags = draft.tags();
    SessionDuration wanted = draft.duration(request);
    SessionDuration duration =
        chain.map(RoleChain::left).filter(left -> left.compareTo(wanted.length()) < 0).isPresent()
            ? SessionDuration.ofSeconds(chain.get().left().toSeconds())
            : wanted;
    return new SessionPlan(parameters.values(), name, sourceIdentity, tags, duration, draft.flaw);
  }

  /// The plan as it is made: the first flaw counts.
  private static final class Draft {
    private final RoleMapping mapping;
    private final Map<String, String> values;
    private final WorkBudget budget;
    private Optional<Flaw> flaw;

    Draft(RoleMapping mapping, ParameterValues parameters, WorkBudget budget) {
      this.mapping = mapping;
      this.budget = budget;
      this.values = parameters.values();
      this.flaw = parameters.flaw();
    }

    private Optional<SourceIdentity> sourceIdentity(SessionName name) {
      return switch (mapping.session().sourceIdentity()) {
        case SourceIdentityRule.Absent _ -> Optional.empty();
        case SourceIdentityRule.Caller _ -> Optional.of(SessionNames.sourceIdentity(name));
        case SourceIdentityRule.Written(TextTemplate template) -> {
          Optional<SourceIdentity> written =
              rendered(template)
                  .flatMap(SourceIdentity::parse)
                  // It must not stand for another caller.
                  .filter(identity -> !VendedName.isOne(identity.value()));
          if (written.isEmpty()) {
            flaw("is empty or not allowed in the source identity", template);
          }
          yield written;
        }
      };
    }

    private List<SessionTag> tags() {
      List<SessionTag> tags = new ArrayList<>();
      for (TagTemplate tag : mapping.session().tags()) {
        Optional<String> value = rendered(tag.value()).filter(SessionTag::isValue);
        if (value.isPresent()) {
          tags.add(new SessionTag(tag.key(), value.get()));
        } else {
          flaw("is empty or not allowed in the session tag `" + tag.key() + "`", tag.value());
        }
      }
      return tags;
    }

    private SessionDuration duration(VendRequest request) {
      SessionDuration most = mapping.session().longestDuration();
      SessionDuration wanted = request.duration().orElse(mapping.session().defaultDuration());
      if (wanted.compareTo(most) <= 0) {
        return wanted;
      }
      if (mapping.session().capDuration()) {
        return most;
      }
      if (flaw.isEmpty()) {
        flaw =
            Optional.of(
                new Flaw(
                    Optional.of("durationSeconds"),
                    "exceeds the maximum of the mapping, " + most.seconds()));
      }
      return wanted;
    }

    /// Empty where a value is missing or empty: before the owner's own text an empty one would make
    /// the name of something else, as in a session policy.
    private Optional<String> rendered(TextTemplate template) {
      boolean all =
          template.placeholders().stream()
              .noneMatch(name -> values.getOrDefault(name, "").isEmpty());
      if (!all) {
        return Optional.empty();
      }
      String text = template.render(values);
      budget.buyCharacters(text.length());
      return Optional.of(text);
    }

    private void flaw(String detail, TextTemplate template) {
      if (flaw.isPresent()) {
        return;
      }
      Optional<String> requested =
          template.placeholders().stream()
              .sorted()
              .filter(name -> SessionPlan.isFromRequest(mapping, name))
              .findFirst();
      flaw = Optional.of(new Flaw(requested.map(name -> "parameters." + name), detail));
    }
  }

  /// The flaw that `parameter`'s value `detail`s: the request's fault where the value came from it.
  static Flaw flawOf(RoleMapping mapping, String parameter, String detail) {
    return isFromRequest(mapping, parameter)
        ? new Flaw(Optional.of("parameters." + parameter), detail)
        : new Flaw(Optional.empty(), "`" + parameter + "` " + detail);
  }

  private static boolean isFromRequest(RoleMapping mapping, String name) {
    return mapping.parameters().stream().anyMatch(each -> each.isFromRequest(name));
  }
}
