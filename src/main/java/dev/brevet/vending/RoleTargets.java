package dev.brevet.vending;

import module java.base;

import dev.brevet.iam.RoleArn;
import dev.brevet.mapping.BrokenMapping;
import dev.brevet.mapping.MappingId;
import dev.brevet.mapping.Mappings;
import dev.brevet.mapping.MappingsByRole;
import dev.brevet.mapping.RoleMapping;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.vending.VendCredentials.Service;

/// Finds the mapping that a caller of STS's protocol means by the role that it names.
///
/// The role is a mapping's own, or `arn:<partition>:iam::<account>:role/brevet/<mapping id>` with
/// the account of the mapping's role. Where an ARN reads both ways, it is the role. Brevet never
/// chooses between mappings: where several would serve the caller, the answer says so. Where none
/// serves the request as it is, a mapping that would serve a different request of the caller is
/// meant.
///
/// What is found here may be 15 s old. So the request that is made for a mapping names the role too
/// ([VendRequest#role]), and whether the mapping stands for it is checked on the current mapping.
public final class RoleTargets {
  private static final String BREVET_PATH = "/brevet/";

  private final MappingsByRole roles;
  private final Mappings mappings;
  private final VendCredentials vend;

  public RoleTargets(MappingsByRole roles, Mappings mappings, VendCredentials vend) {
    this.roles = roles;
    this.mappings = mappings;
    this.vend = vend;
  }

  /// What a role stands for.
  public sealed interface Target {
    /// This mapping, whether or not it serves the caller.
    record One(MappingId mapping) implements Target {}

    /// No mapping, or several of which none serves the caller; `reason` is for the log.
    record None(String reason) implements Target {}

    /// All of these would serve the caller.
    record Several(List<MappingId> mappings) implements Target {
      public Several {
        mappings = List.copyOf(mappings);
      }
    }
  }

  /// The mapping that `role` stands for, to the caller whose request for a mapping is `request`.
  ///
  /// @throws dev.brevet.mapping.MappingStoreUnavailable when the store did not answer
  public Target find(RoleArn role, Function<MappingId, VendRequest> request) {
    List<MappingId> own = roles.ids(role);
    // INVARIANT: a caller that names a role of some mapping is never given that of another mapping,
    // which only has the same name.
    if (own.isEmpty()) {
      return named(role)
          .<Target>map(Target.One::new)
          .orElseGet(() -> new Target.None("there is no mapping for the role `" + role + "`"));
    }
    return own.size() == 1 ? new Target.One(own.getFirst()) : chosen(role, request);
  }

  /// Which of several mappings. They are taken from one reading of all, which costs one read while
  /// nothing is written, however many there are. Each may take an equal part of half the budget, so
  /// that none keeps the others, or the vend, from being decided on.
  private Target chosen(RoleArn role, Function<MappingId, VendRequest> request) {
    List<RoleMapping> candidates =
        mappings.list().stream().filter(mapping -> mapping.role().equals(role)).toList();
    if (candidates.isEmpty()) {
      return new Target.None("there is no mapping for the role `" + role + "`");
    }
    long part = WorkBudget.REQUEST / 2 / candidates.size();
    Supplier<RoleChain.Reading> chain =
        vend.chainOf(request.apply(candidates.getFirst().id()).caller());
    Map<Service, List<MappingId>> services =
        candidates.stream()
            .collect(
                Collectors.groupingBy(
                    mapping -> {
                      VendRequest asked = request.apply(mapping.id());
                      return vend.service(mapping, asked.within(asked.budget().upTo(part)), chain);
                    },
                    Collectors.mapping(RoleMapping::id, Collectors.toList())));
    List<MappingId> serving =
        services.getOrDefault(Service.YES, services.getOrDefault(Service.NOT_SO, List.of()));
    return switch (serving.size()) {
      case 0 -> new Target.None("none of the role's mappings serves the caller: " + services);
      case 1 -> new Target.One(serving.getFirst());
      default -> new Target.Several(serving);
    };
  }

  /// Whether a caller that names `role` may mean `mapping`: it is the mapping's own, or the
  /// mapping's id under `/brevet/` in the account of the mapping's role.
  static boolean standsFor(RoleMapping mapping, RoleArn role) {
    return mapping.role().equals(role)
        || (role.path().equals(BREVET_PATH)
            && role.name().equals(mapping.id().value())
            && role.account().equals(mapping.role().account())
            && role.partition().equals(mapping.role().partition()));
  }

  private Optional<MappingId> named(RoleArn role) {
    if (!role.path().equals(BREVET_PATH)) {
      return Optional.empty();
    }
    try {
      return MappingId.parse(role.name())
          .flatMap(mappings::find)
          .filter(mapping -> standsFor(mapping, role))
          .map(RoleMapping::id);
    } catch (BrokenMapping _) {
      // It grants nothing to any caller.
      return Optional.empty();
    }
  }
}
