package dev.brevet.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.runtime.FunctionProcess.Launch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is deployed: small, nothing superfluous in it, and working. The functions run shrunk, each
/// in a JVM of its own under the real runtime interface client, because what shrinking took away
/// shows nowhere else.
@EnabledIfSystemProperty(
    named = "brevet.packaged",
    matches = "true",
    disabledReason = "runs in the phase integration-test, when there is a package")
class PackagedFunctionTest {
  private static final String VEND = "dev.brevet.lambda.VendFunction";
  private static final String ADMIN = "dev.brevet.lambda.AdminFunction";
  private static final long MOST_BYTES = 7_000_000;
  private static final long MOST_CLASSES = 4_200;

  private static final Path TARGET = Path.of(System.getProperty("brevet.target", "target"));
  private static final Layout LAYOUT =
      new Layout(TARGET, Path.of(System.getProperty("brevet.basedir", ""), "template.yaml"));

  private SampleWorld world;

  @BeforeEach
  void makeWorld() throws Exception {
    world = new SampleWorld(null);
  }

  @AfterEach
  void closeWorld() {
    world.close();
  }

  @Test
  void zip_isAtMostSevenMegabytes() throws IOException {
    long size = Files.size(TARGET.resolve("function.zip"));
    assertTrue(size <= MOST_BYTES, "function.zip has " + size + " bytes");
  }

  @Test
  void zip_holdsOneJarAndOneNativeLibraryForTheDeployedPlatform() throws IOException {
    try (ZipFile zip = new ZipFile(TARGET.resolve("function.zip").toFile())) {
      assertEquals(
          List.of("lib/brevet.jar", "lib/libaws-crt-jni.so"),
          zip.stream().map(ZipEntry::getName).sorted().toList());
      try (InputStream library = zip.getInputStream(zip.getEntry("lib/libaws-crt-jni.so"))) {
        byte[] header = library.readNBytes(20);
        // ELF, and at 18 the machine: 183 is AArch64.
        assertEquals("7f454c46", java.util.HexFormat.of().formatHex(header, 0, 4));
        assertEquals(183, Byte.toUnsignedInt(header[18]));
      }
    }
  }

  @Test
  void jar_isStoredAndHoldsNothingOfTestsToolsAndUnusedClients() throws IOException {
    Set<String> packages = new TreeSet<>();
    try (JarFile jar = new JarFile(TARGET.resolve("function/lib/brevet.jar").toFile())) {
      for (ZipEntry entry : jar.stream().toList()) {
        assertEquals(ZipEntry.STORED, entry.getMethod(), entry.getName());
        packages.add(entry.getName().replaceFirst("/[^/]*$", ""));
      }
    }
    assertTrue(packages.contains("dev/brevet/lambda"), packages.toString());
    List<String> superfluous =
        packages.stream()
            .filter(
                name ->
                    name.matches(
                        "dev/brevet/(cli|local|runtime|bench).*"
                            + "|com/amazonaws/services/lambda/runtime|com/fasterxml/jackson/databind.*"
                            + "|io/netty.*|picocli.*|org/snakeyaml.*|org/apache/.*|org/junit.*|linux/.*|META-INF/maven.*"
                            + "|org/jspecify.*|.*/codegen-resources.*"))
            .toList();
    assertEquals(List.of(), superfluous);
  }

  @Test
  void vendFunction_answersEachKindOfCaller() throws IOException {
    try (FunctionProcess function = LAYOUT.managed(VEND, world.environment()).start()) {
      function.awaitInit();
      assertAnswers(200, function, world.health());
      for (byte[] event : List.of(world.vendIam(), world.vendToken(), world.vendContainer())) {
        int decisions = world.decisions();
        assertTrue(assertAnswers(200, function, event).contains("ASIAIOSFODNN7EXAMPLE"));
        assertEquals(decisions + 1, world.decisions());
      }
    }
    assertEquals(3, world.aws().calls("AssumeRole"));
  }

  @Test
  void adminFunction_readsAndWrites() throws IOException {
    try (FunctionProcess function = LAYOUT.managed(ADMIN, world.environment()).start()) {
      function.awaitInit();
      assertTrue(assertAnswers(200, function, world.getMapping()).contains("OrdersReader"));
      assertAnswers(201, function, world.putMapping("orders-writer"));
    }
    // Beside the mappings the row that tells readers of all that one was written.
    assertEquals(
        Set.of("orders-reader", "orders-writer", "#stamp"),
        world.aws().items("mappings").stream()
            .map(row -> row.at("/id/S").asText())
            .collect(Collectors.toSet()));
  }

  @Test
  void vendFunction_loadsFewClassesUntilItsFirstAnswer() throws IOException {
    Path log = TARGET.resolve("logs/classes.log");
    Files.createDirectories(log.getParent());
    long classes;
    try (FunctionProcess function =
        LAYOUT
            .managed(VEND, world.environment())
            .withOptions("-Xlog:class+load:file=" + log + ":none")
            .start()) {
      function.awaitInit();
      assertAnswers(200, function, world.vendIam());
      try (var lines = Files.lines(log)) {
        classes = lines.filter(line -> line.contains(" source: ")).count();
      }
    }
    assertTrue(classes <= MOST_CLASSES, classes + " classes were loaded");
  }

  @Test
  void vendFunction_afterASnapshot_vendsOverNewConnectionsAndHoldsNoCredentialInIt()
      throws IOException {
    Map<String, String> environment = new HashMap<>(world.environment());
    environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
    try (FunctionProcess function =
        LAYOUT
            .managed(VEND, environment)
            .withOptions("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac")
            .start()) {
      function.awaitSnapshot();
      assertTrue(world.aws().calls("GetCallerIdentity") > 0, "nothing was primed");
      assertEquals(0, world.aws().calls("AssumeRole"));
      assertEquals(0, world.decisions());
      function.restore();
      function.awaitInit();
      assertAnswers(200, function, world.vendIam());
      assertAnswers(200, function, world.vendToken());
    }
    assertEquals(2, world.decisions());
  }

  /// What the functions other than the two above answer, each to its own kind of event.
  @ParameterizedTest
  @CsvSource({
    "DesignFunction, false",
    "DesignFunction, true",
    "DecideFunction, false",
    "DecideFunction, true",
    "AuthorizerFunction, false",
    "AuthorizerFunction, true"
  })
  void everyOtherFunction_answersToo(String name, boolean afterASnapshot) throws IOException {
    Map<String, String> environment = new HashMap<>(world.environment());
    Launch launch = LAYOUT.managed("dev.brevet.lambda." + name, environment);
    if (afterASnapshot) {
      environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
      launch =
          LAYOUT
              .managed("dev.brevet.lambda." + name, environment)
              .withOptions("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");
    }
    try (FunctionProcess function = launch.start()) {
      if (afterASnapshot) {
        function.awaitSnapshot();
        function.restore();
      }
      function.awaitInit();
      String answer =
          switch (name) {
            case "DesignFunction" -> assertAnswers(200, function, world.lint());
            case "DecideFunction" -> assertAnswers(200, function, world.evaluation());
            default -> function.invoke(world.authorization()).text();
          };
      String expected =
          switch (name) {
            case "DesignFunction" -> "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL";
            case "DecideFunction" -> "\\\"decision\\\":false";
            default -> "\"isAuthorized\":false";
          };
      assertTrue(answer.contains(expected), () -> answer + "\n" + function.output());
    }
  }

  private static String assertAnswers(int status, FunctionProcess function, byte[] event) {
    String answer = function.invoke(event).text();
    assertTrue(
        answer.contains("\"statusCode\":" + status), () -> answer + "\n" + function.output());
    return answer;
  }
}
