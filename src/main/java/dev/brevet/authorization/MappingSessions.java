package dev.brevet.authorization;

import module java.base;

import dev.brevet.directory.Subject;
import dev.brevet.directory.snapshot.DirectorySnapshot;
import dev.brevet.directory.snapshot.SubjectPolicies;
import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.iam.RoleArn;
import dev.brevet.mapping.BrokenMapping;
import dev.brevet.mapping.MappingId;
import dev.brevet.mapping.MappingParameter;
import dev.brevet.mapping.MappingStoreUnavailable;
import dev.brevet.mapping.Mappings;
import dev.brevet.mapping.Rendering;
import dev.brevet.mapping.RoleMapping;
import dev.brevet.mapping.SessionTemplate.TagTemplate;
import dev.brevet.policy.ApplicablePolicies;
import dev.brevet.policy.NamedPolicy;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.policy.json.PolicyReader;
import org.jspecify.annotations.Nullable;

/// Sessions that mappings would vend, for questions about them; the same one is made once. For one
/// request, not shared between threads.
///
/// A session may do what its role may, its permissions boundary and its session policy allow. The
/// role's policies are those that the directory has attached to the role; where it has none they
/// are not known here, and the role is taken to allow everything, which the statement that decides
/// then says: the answer is what the session could do at most.
final class MappingSessions {
  private static final NamedPolicy UNKNOWN_ROLE =
      new NamedPolicy(
          "role's policies are not in the directory",
          PolicyReader.own(
              "{\"Version\":\"2012-10-17\",\"Statement\":{\"Sid\":\"TakenToAllow\","
                  + "\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}",
              PolicyType.IDENTITY));

  /// So many mappings are read one by one. Where a request asks about more, the rest are taken from
  /// one reading of all, which costs one read while nothing is written.
  private static final int MOST_READ = 8;

  private final Mappings mappings;
  private final WorkBudget budget;
  private final Map<RequestEntity, ResolvedSubject> made = new HashMap<>();
  private final Map<MappingId, Optional<RoleMapping>> found = new HashMap<>();
  private @Nullable Map<MappingId, RoleMapping> all;

  /// @param budget pays for what is made
  MappingSessions(Mappings mappings, WorkBudget budget) {
    this.mappings = mappings;
    this.budget = budget;
  }

  /// The session that the mapping `asked.id()` vends with `asked.properties()` as its parameters;
  /// [ResolvedSubject.Nobody] where it would vend none.
  ///
  /// @throws MappingStoreUnavailable when the store did not answer
  ResolvedSubject session(RequestEntity asked, DirectorySnapshot directory) {
    ResolvedSubject known = made.get(asked);
    if (known == null) {
      known = make(asked, directory);
      made.put(asked, known);
    }
    return known;
  }

  private ResolvedSubject make(RequestEntity asked, DirectorySnapshot directory) {
    Optional<RoleMapping> mapping = MappingId.parse(asked.id()).flatMap(this::find);
    return mapping.isEmpty() || !mapping.get().enabled()
        ? new ResolvedSubject.Nobody("there is no such mapping, or it is disabled or broken")
        : session(mapping.get(), asked, directory);
  }

  private Optional<RoleMapping> find(MappingId id) {
    Optional<RoleMapping> known = found.get(id);
    if (known == null) {
      known = found.size() < MOST_READ ? read(id) : Optional.ofNullable(all().get(id));
      found.put(id, known);
    }
    return known;
  }

  /// A broken mapping is none; its reader has logged why.
  private Optional<RoleMapping> read(MappingId id) {
    try {
      return mappings.find(id);
    } catch (BrokenMapping _) {
      return Optional.empty();
    }
  }

  private Map<MappingId, RoleMapping> all() {
    Map<MappingId, RoleMapping> known = all;
    if (known == null) {
      known =
          mappings.list().stream().collect(Collectors.toMap(RoleMapping::id, Function.identity()));
      all = known;
    }
    return known;
  }

  private ResolvedSubject session(
      RoleMapping mapping, RequestEntity asked, DirectorySnapshot directory) {
    Map<String, String> values = new TreeMap<>();
    for (MappingParameter parameter : mapping.parameters()) {
      List<String> stated =
          asked.properties().asMap().getOrDefault(AsciiCase.lower(parameter.name()), List.of());
      Optional<String> value = parameter.value(stated);
      if (value.isEmpty()) {
        return new ResolvedSubject.Nobody(
            "the mapping's parameter `"
                + parameter.name()
                + (stated.isEmpty() ? "` has no value" : "` does not take this value"));
      }
      values.put(parameter.name(), value.get());
    }
    if (!mapping.session().managedPolicies().isEmpty()) {
      return new ResolvedSubject.Nobody(
          "the managed policies that limit the session are not known here");
    }
    return switch (mapping.session().policy().orElseThrow().render(values, budget)) {
      case Rendering.Unfit(String parameter, String reason) ->
          new ResolvedSubject.Nobody("the mapping's parameter `" + parameter + "` " + reason);
      case Rendering.Rendered(String _, Policy policy) ->
          new ResolvedSubject.Session(
              principal(mapping.role()),
              context(mapping, asked, values),
              policies(mapping, policy, directory));
    };
  }

  private static Principal principal(RoleArn role) {
    return new Principal.RoleSession(
        role.partition(), role.account(), Optional.of(role.path()), role.name(), "brevet");
  }

  private RequestContext context(
      RoleMapping mapping, RequestEntity asked, Map<String, String> values) {
    RequestContext.Builder context =
        RequestContext.builder().put("subject:type", asked.type()).put("subject:id", asked.id());
    for (TagTemplate tag : mapping.session().tags()) {
      if (values.keySet().containsAll(tag.value().placeholders())) {
        String value = tag.value().render(values);
        budget.buyCharacters(value.length());
        context.put("aws:PrincipalTag/" + tag.key(), value);
      }
    }
    return context.build();
  }

  private static ApplicablePolicies policies(
      RoleMapping mapping, Policy session, DirectorySnapshot directory) {
    SubjectPolicies role =
        directory.policiesOf(new Subject.AwsPrincipal(new Principal.Role(mapping.role())));
    ApplicablePolicies.Builder policies =
        ApplicablePolicies.builder()
            .named(
                PolicyType.IDENTITY,
                role.identity().isEmpty() ? List.of(UNKNOWN_ROLE) : role.identity())
            .named(PolicyType.SESSION, List.of(new NamedPolicy(mapping.id().value(), session)));
    role.boundary().ifPresent(b -> policies.named(PolicyType.BOUNDARY, List.of(b)));
    return policies.build();
  }
}
