package dev.brevet.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.HotSpotDiagnosticMXBean;
import dev.brevet.lambda.environment.Settings;
import dev.brevet.runtime.SampleWorld;
import java.lang.management.ManagementFactory;
import org.crac.Context;
import org.crac.Resource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/// What is in a snapshot, and what is not.
class SnapshotTest {
  private static final int ROUNDS = 2;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintStream standardOutput = System.out;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private SampleWorld world;

  @BeforeEach
  void start() throws IOException, GeneralSecurityException {
    world = new SampleWorld(null);
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stop() {
    System.setOut(standardOutput);
    world.close();
  }

  /// Written backwards, as this class's own constants are in the heap too.
  private static final String SECRET_BACKWARDS = "yek-ssecca-terces-a";

  private static final String TOKEN_BACKWARDS = "nekot-noisses-a";

  private static AwsCredentialsProvider credentials() {
    return () ->
        AwsSessionCredentials.create(
            "ASIAFORTHESNAPSHOT", backwards(SECRET_BACKWARDS), backwards(TOKEN_BACKWARDS));
  }

  private static String backwards(String text) {
    return new StringBuilder(text).reverse().toString();
  }

  private Settings settings() {
    Map<String, String> environment = new HashMap<>(world.environment());
    environment.put("AWS_REGION", "eu-west-1");
    environment.put("PRIMING_ROUNDS", Integer.toString(ROUNDS));
    return Settings.of(environment, SnapshotTest::credentials, Clock.systemUTC());
  }

  private static JsonNode vend(VendFunction function, byte[] event) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    function.handleRequest(new ByteArrayInputStream(event), output, null);
    return JSON.readTree(output.toByteArray());
  }

  private JsonNode primedLine() throws IOException {
    for (String line : printed.toString(StandardCharsets.UTF_8).split("\n", -1)) {
      if (line.contains("\"event\":\"primed\"")) {
        return JSON.readTree(line);
      }
    }
    throw new AssertionError("no line tells of priming: " + printed);
  }

  @Test
  void vendPriming_runsWholeRequestsAsExpected() throws Exception {
    new VendFunction(settings()).snapshot().beforeCheckpoint(null);
    JsonNode line = primedLine();
    assertEquals(ROUNDS, line.get("rounds").asInt());
    assertEquals(line.get("requests"), line.get("asExpected"));
    assertTrue(world.aws().calls("GetItem") >= 3 * ROUNDS);
    assertTrue(world.aws().calls("PutItem") >= 3 * ROUNDS);
    assertTrue(world.aws().calls("GetCallerIdentity") >= 3 * ROUNDS);
  }

  @Test
  void adminPriming_runsWholeRequestsAsExpected() throws Exception {
    new AdminFunction(settings()).snapshot().beforeCheckpoint(null);
    JsonNode line = primedLine();
    assertEquals(line.get("requests"), line.get("asExpected"));
    assertEquals(0, world.aws().calls("GetCallerIdentity"));
  }

  @Test
  void priming_assumesNothing_andWritesNothing() throws Exception {
    new VendFunction(settings()).snapshot().beforeCheckpoint(null);
    new AdminFunction(settings()).snapshot().beforeCheckpoint(null);
    assertEquals(0, world.aws().calls("AssumeRole"));
    assertEquals(0, world.decisions());
    assertEquals(1, world.aws().items("mappings").size());
    assertEquals(1, world.aws().items("issuers").size());
  }

  @Test
  void priming_printsNothingButThatItWasDone() throws Exception {
    new VendFunction(settings()).snapshot().beforeCheckpoint(null);
    assertEquals(1, printed.toString(StandardCharsets.UTF_8).lines().count());
  }

  @Test
  void priming_thatReachesNothing_doesNotKeepTheFunctionFromStarting() throws Exception {
    world.close();
    new VendFunction(settings()).snapshot().beforeCheckpoint(null);
    assertNotEquals(primedLine().get("requests"), primedLine().get("asExpected"));
  }

  /// A dump of the heap is what a snapshot is.
  @Test
  void snapshot_holdsNoCredential(@TempDir Path folder) throws Exception {
    VendFunction function = new VendFunction(settings());
    function.snapshot().beforeCheckpoint(null);
    Path dump = folder.resolve("heap.hprof");
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpHeap(dump.toString(), true);
    byte[] heap = Files.readAllBytes(dump);
    assertTrue(contains(heap, "/v1/credentials"), "the dump is not one of this heap");
    assertFalse(contains(heap, backwards(SECRET_BACKWARDS)), "the secret access key");
    assertFalse(contains(heap, backwards(TOKEN_BACKWARDS)), "the session token");
    assertEquals(200, vend(function, world.vendIam()).get("statusCode").asInt());
  }

  @Test
  void restored_vends() throws Exception {
    VendFunction function = new VendFunction(settings());
    function.snapshot().beforeCheckpoint(null);
    function.snapshot().afterRestore((Context<? extends Resource>) null);
    assertEquals(200, vend(function, world.vendToken()).get("statusCode").asInt());
    assertEquals(1, world.decisions());
    assertEquals(1, world.aws().calls("AssumeRole"));
  }

  @Test
  void restored_handsOutNoSession_andRepeatsNoDenial_ofBefore() throws Exception {
    world.aws().sessionsLast(Duration.ofMinutes(20));
    VendFunction function = new VendFunction(settings());
    assertEquals(200, vend(function, world.vendIam()).get("statusCode").asInt());
    assertEquals(200, vend(function, world.vendIam()).get("statusCode").asInt());
    assertEquals(1, world.aws().calls("AssumeRole"));
    byte[] denied =
        new String(world.vendIam(), StandardCharsets.UTF_8)
            .replace("orders-reader", "no-such-mapping")
            .getBytes(StandardCharsets.UTF_8);
    String denial = decision(function, denied);
    assertEquals(denial, decision(function, denied));

    function.snapshot().beforeCheckpoint(null);
    function.snapshot().afterRestore(null);
    assertEquals(200, vend(function, world.vendIam()).get("statusCode").asInt());
    assertEquals(2, world.aws().calls("AssumeRole"));
    assertNotEquals(denial, decision(function, denied));
  }

  private static String decision(VendFunction function, byte[] event) throws IOException {
    return vend(function, event).at("/headers/Brevet-Decision-Id").asText();
  }

  /// What stands for a copy here is the same function restored again.
  @Test
  void restoredCopies_makeDifferentDecisionIds() throws Exception {
    VendFunction function = new VendFunction(settings());
    function.snapshot().beforeCheckpoint(null);
    function.snapshot().afterRestore(null);
    String one = vend(function, world.vendIam()).at("/headers/Brevet-Decision-Id").asText();
    function.snapshot().afterRestore(null);
    String other = vend(function, world.vendIam()).at("/headers/Brevet-Decision-Id").asText();
    assertEquals(26, one.length());
    assertNotEquals(one.substring(10), other.substring(10));
  }

  private static boolean contains(byte[] heap, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i <= heap.length - wanted.length; i++) {
      int j = 0;
      while (j < wanted.length && heap[i + j] == wanted[j]) {
        j++;
      }
      if (j == wanted.length) {
        return true;
      }
    }
    return false;
  }
}
