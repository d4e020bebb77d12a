package dev.brevet.api;

import module java.base;

import dev.brevet.api.access.AccessEndpoint;
import dev.brevet.api.access.AccessMetadataEndpoint;
import dev.brevet.api.access.ClientPermissions;
import dev.brevet.api.access.SearchEndpoint;
import dev.brevet.api.access.SimulationEndpoint;
import dev.brevet.api.admin.Administration;
import dev.brevet.api.admin.AdministrativeRights;
import dev.brevet.api.admin.DecisionsAdminEndpoint;
import dev.brevet.api.admin.DirectoryAdminEndpoint;
import dev.brevet.api.admin.IssuersAdminEndpoint;
import dev.brevet.api.admin.MappingsAdminEndpoint;
import dev.brevet.api.design.DesignsEndpoint;
import dev.brevet.api.design.KnownCallers;
import dev.brevet.api.design.PoliciesEndpoint;
import dev.brevet.api.vend.ConsoleEndpoint;
import dev.brevet.api.vend.CredentialsEndpoint;
import dev.brevet.api.vend.ExplainEndpoint;
import dev.brevet.api.vend.MappingsEndpoint;
import dev.brevet.api.vend.StsEndpoint;
import dev.brevet.authorization.EvaluateAccess;
import dev.brevet.authorization.KnownActions;
import dev.brevet.authorization.SearchAccess;
import dev.brevet.authorization.SimulatePolicy;
import dev.brevet.catalogue.Catalogue;
import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionQuery;
import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.decisionlog.RecordedDecision;
import dev.brevet.decisionlog.RecordedDecisions;
import dev.brevet.directory.Directories;
import dev.brevet.directory.DirectoryInMemory;
import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.Subject;
import dev.brevet.directory.Tries;
import dev.brevet.directory.snapshot.DirectorySnapshot;
import dev.brevet.directory.snapshot.SnapshotBuilder;
import dev.brevet.iam.Principal;
import dev.brevet.iam.SecretString;
import dev.brevet.identity.Identities;
import dev.brevet.identity.TokenUse;
import dev.brevet.identity.Verification;
import dev.brevet.mapping.MappingsByRole;
import dev.brevet.policy.lint.PolicyLint;
import dev.brevet.testing.DecisionsInMemory;
import dev.brevet.testing.IssuersInMemory;
import dev.brevet.testing.MappingsInMemory;
import dev.brevet.testing.RolesInMemory;
import dev.brevet.vending.AssumeRequest;
import dev.brevet.vending.RoleAssumer;
import dev.brevet.vending.RoleTargets;
import dev.brevet.vending.SignInTokens;
import dev.brevet.vending.VendCredentials;
import dev.brevet.vending.VendableMappings;

/// Every endpoint that the functions have, over stores in memory that hold the worst that may be
/// stored: policies and mappings as long as they may be, full of patterns that are searched for,
/// for a caller whose token is as long as it may be. The bearer `heavy` and the user `/heavy` are
/// bound by all of it; the bearer `light` may do everything, and is bound by nothing.
public final class HeavyRoutes {
  static final String ISSUER = "https://issuer.example";
  private static final String NAME = "heavy";
  private static final int POLICIES = 10;
  private static final Clock CLOCK =
      Clock.fixed(Directories.READ_AT.plus(Duration.ofMillis(1_500)), ZoneOffset.UTC);

  /// 16 KB of claims, which every search for a long text looks at again and again.
  private static final Map<String, List<String>> CLAIMS =
      Map.of(
          "aud",
          List.of("brevet"),
          "note",
          IntStream.range(0, 16).mapToObj(i -> "a".repeat(1_000) + i).toList());

  private final DecisionsInMemory log = new DecisionsInMemory();
  private final DirectorySnapshot directory;
  private final List<Endpoint> endpoints;
  private final Router router;

  public HeavyRoutes() {
    directory = directory();
    endpoints = endpoints();
    router = new Router(endpoints);
  }

  private List<Endpoint> endpoints() {
    MappingsInMemory mappings = new MappingsInMemory().with(HeavyStored.mapping(NAME));
    for (int i = 0; i < 30; i++) {
      mappings.with(HeavyStored.mapping(NAME + i));
    }
    Refusals refusals = new Refusals(log.recorder(CLOCK));
    Gate gate = new Gate(HeavyRoutes::verify, refusals);
    Gate ofMappings = Gate.ofMappings(HeavyRoutes::verify, refusals);
    AdministrationPolicy nobody = AdministrationPolicy.naming(List.of());
    Administrators administrators = new Administrators(nobody, "aws", "eu-west-1");
    Administration administration =
        new Administration(
            gate,
            new AdministrativeRights(nobody, () -> directory, "aws", "eu-west-1"),
            log.recorder(CLOCK),
            CLOCK);
    ClientPermissions callers = new ClientPermissions(gate, administrators);
    KnownCallers known = new KnownCallers(HeavyRoutes::verify);
    Catalogue catalogue = Catalogue.bundled();
    PolicyLint lint = new PolicyLint(catalogue);
    VendCredentials vend =
        new VendCredentials(
            mappings, _ -> Optional.empty(), HeavyRoutes::assume, log.recorder(CLOCK), CLOCK);
    RoleTargets targets = new RoleTargets(new MappingsByRole(mappings, CLOCK), mappings, vend);
    return List.of(
        new CredentialsEndpoint(ofMappings, vend::vend),
        new StsEndpoint(ofMappings, targets::find, vend::vend),
        new ExplainEndpoint(ofMappings, vend::explain, administrators),
        new MappingsEndpoint(
            ofMappings,
            new VendableMappings(mappings, _ -> Optional.empty(), log.recorder(CLOCK), CLOCK)::list,
            administrators),
        new ConsoleEndpoint(
            ofMappings, vend::vend, (_, _) -> new SignInTokens.Answer.Unreachable("none here")),
        new HealthEndpoint(() -> true, InstantSource.system()),
        new MappingsAdminEndpoint(administration, mappings, lint, () -> directory, List.of()),
        new IssuersAdminEndpoint(administration, new IssuersInMemory(), false),
        new DirectoryAdminEndpoint(
            administration,
            new DirectoryInMemory().with(items().toArray(DirectoryItem[]::new)),
            lint,
            mappings,
            () -> directory,
            Tries.of(8)),
        new DecisionsAdminEndpoint(administration, new None()),
        new AccessEndpoint(
            callers, new EvaluateAccess(() -> directory, mappings, log.recorder(CLOCK), CLOCK)),
        new SearchEndpoint(
            callers,
            new SearchAccess(
                () -> directory,
                mappings,
                new KnownActions(_ -> List.of()),
                NAME,
                log.recorder(CLOCK),
                CLOCK)),
        new SimulationEndpoint(callers, new SimulatePolicy(() -> directory, log.recorder(CLOCK))),
        new AccessMetadataEndpoint(Optional.empty(), Optional.empty()),
        new DesignsEndpoint(known, catalogue),
        new PoliciesEndpoint(known, catalogue));
  }

  /// Method and path template of every route, as the functions have them.
  public List<String> routes() {
    return endpoints.stream()
        .flatMap(endpoint -> endpoint.routes().stream())
        .map(Route::toString)
        .toList();
  }

  /// The kinds of endpoint that there are here.
  List<String> kinds() {
    return endpoints.stream().map(endpoint -> endpoint.getClass().getName()).toList();
  }

  /// What was recorded, in order.
  List<DecisionRecord> records() {
    return log.records();
  }

  ApiResponse answer(ApiRequest request) {
    return router.answer(request);
  }

  private static Verification verify(SecretString token, TokenUse use) {
    return new Verification.Verified(Identities.bearing(ISSUER, token.reveal(), CLAIMS));
  }

  private static RoleAssumer.Answer assume(AssumeRequest request) {
    return new RolesInMemory(CLOCK.instant()).assume(request);
  }

  private static DirectorySnapshot directory() {
    SnapshotBuilder building = DirectorySnapshot.builder();
    items().forEach(building::put);
    return building.build(7, Directories.READ_AT);
  }

  private static List<DirectoryItem> items() {
    List<DirectoryItem> items = new ArrayList<>();
    EntityId alice = EntityId.parse("user", "alice").orElseThrow();
    List<Subject> subjects =
        List.of(
            new Subject.TokenSubject(ISSUER, NAME),
            Subject.of(Principal.parseArn("arn:aws:iam::111122223333:user/" + NAME).orElseThrow())
                .orElseThrow(),
            alice);
    items.add(
        Directories.entity(
            "user", "alice", Map.of("note", List.of("a".repeat(2_000), "a".repeat(2_001)))));
    for (int i = 0; i < POLICIES; i++) {
      items.add(Directories.identityPolicy(NAME + i, HeavyStored.statements(i)));
      for (Subject subject : subjects) {
        items.add(Directories.attached(NAME + i, subject));
      }
    }
    items.add(
        Directories.identityPolicy(
            "all", "{\"Effect\":\"Allow\",\"Action\":[\"*\",\"brevet:*\"],\"Resource\":\"*\"}"));
    for (Subject subject : subjects) {
      items.add(Directories.attached("all", subject));
    }
    items.add(Directories.attached("all", new Subject.TokenSubject(ISSUER, "light")));
    for (int i = 0; i < 300; i++) {
      items.add(
          Directories.entity(
              "doc", "a".repeat(400) + i, Map.of("note", List.of("a".repeat(1_000)))));
    }
    return items;
  }

  private static final class None implements RecordedDecisions {
    @Override
    public Optional<RecordedDecision> find(DecisionId id) {
      return Optional.empty();
    }

    @Override
    public Page list(DecisionQuery query) {
      return new Page(List.of(), true);
    }
  }
}
