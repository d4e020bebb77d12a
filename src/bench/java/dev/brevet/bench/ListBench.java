package dev.brevet.bench;

import module java.base;

import dev.brevet.decisionlog.DecisionIds;
import dev.brevet.decisionlog.DecisionLog;
import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.decisionlog.DecisionRecorder;
import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.decisionlog.dynamodb.DynamoDbDecisionLog;
import dev.brevet.identity.Identities;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.local.FreshTables;
import dev.brevet.mapping.MappingId;
import dev.brevet.mapping.MappingReader;
import dev.brevet.mapping.RoleMapping;
import dev.brevet.mapping.dynamodb.DynamoDbMappingStore;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.testing.RolesInMemory;
import dev.brevet.vending.VendCredentials;
import dev.brevet.vending.VendOutcome;
import dev.brevet.vending.VendRequest;
import dev.brevet.vending.VendableMappings;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// A vend beside 8 strangers that list, on DynamoDB Local in the same process: each list reading
/// the table, as it was, and from what is known.
@State(Scope.Group)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
// DynamoDB Local has threads that do not end: they are not waited for.
@Fork(value = 1, jvmArgsAppend = "-Djmh.shutdownTimeout=0")
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 3, time = 4)
public class ListBench {
  private static final String ISSUER = "https://idp.example.com";

  @Param({"each reads all", "known"})
  public String lists;

  @Param({"345", "3000"})
  public int mappings;

  private final Clock clock = Clock.systemUTC();
  private final VerifiedIdentity ann = Identities.bearing(ISSUER, "ann", Map.of());
  private final VerifiedIdentity stranger = Identities.bearing(ISSUER, "stranger", Map.of());
  private FreshTables tables;
  private VendCredentials vending;
  private Supplier<VendableMappings> listing;

  @Setup
  public void start() {
    tables = new FreshTables();
    String table = tables.create("MappingsTable");
    DynamoDbMappingStore store = store(table);
    for (int i = 0; i < mappings; i++) {
      store.put(mapping("m" + i), 0);
    }
    DecisionLog log =
        new DynamoDbDecisionLog(
            tables.client(), tables.create("DecisionsTable"), Duration.ofDays(1));
    DecisionRecorder records =
        new DecisionRecorder(log, new DecisionIds(clock, new SecureRandom())::next, clock);
    vending =
        new VendCredentials(
            store, _ -> Optional.empty(), new RolesInMemory(Instant.now()), records, clock);
    VendableMappings one = new VendableMappings(store, _ -> Optional.empty(), records, clock);
    listing =
        lists.equals("known")
            ? () -> one
            : () -> new VendableMappings(store(table), _ -> Optional.empty(), records, clock);
  }

  @TearDown
  public void stop() {
    tables.close();
  }

  private DynamoDbMappingStore store(String table) {
    return new DynamoDbMappingStore(tables.client(), table, clock, _ -> {});
  }

  /// About 5 KB, as much as 345 that take 440 read units.
  private static RoleMapping mapping(String id) {
    String json =
        """
        {"id":"%s","description":"%s","roleArn":"arn:aws:iam::111122223333:role/Reader","reuse":false,
         "trustPolicy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"%s"},
          "Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"idp.example.com:sub":["ann"%s]}}}]}}
        """
            .formatted(id, "d".repeat(900), ISSUER, (",\"" + "s".repeat(60) + "\"").repeat(60));
    return MappingReader.read(json).valid().orElseThrow();
  }

  private RequestOrigin origin() {
    return new RequestOrigin(
        "r", "192.0.2.1", "bench", Optional.empty(), "VendFunction", Instant.now());
  }

  @Benchmark
  @Group("beside")
  @GroupThreads(1)
  public VendOutcome vend() {
    VendOutcome outcome =
        vending.vend(
            new VendRequest(ann, new MappingId("m0"), Optional.empty(), Map.of(), origin()));
    if (!(outcome instanceof VendOutcome.Vended)) {
      throw new IllegalStateException(outcome.toString());
    }
    return outcome;
  }

  @Benchmark
  @Group("beside")
  @GroupThreads(8)
  public VendableMappings.Outcome list() {
    return listing.get().list(stranger, origin(), WorkBudget.ofRequest(), "", new EmptyPage());
  }

  private static final class EmptyPage implements VendableMappings.Page {
    @Override
    public boolean vendable(RoleMapping mapping) {
      throw new IllegalStateException("not the stranger's: " + mapping.id());
    }

    @Override
    public boolean other(RoleMapping mapping, DecisionRecord.Verdict why) {
      return true;
    }

    @Override
    public void endsAfter(MappingId mapping) {
      throw new IllegalStateException("there is a budget for all: " + mapping);
    }
  }
}
