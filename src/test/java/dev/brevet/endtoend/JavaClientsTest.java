package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.local.LocalWorld;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/// The SDK for Java's own credentials providers, told by their settings alone where to ask, in a
/// world whose sessions end after seconds and in one whose sessions do not. Each test has a caller
/// of its own, so that the decisions about it are the calls that a provider made.
class JavaClientsTest {
  private static final Duration LIFETIME = Duration.ofSeconds(3);
  private static final LocalWorld WORLD = SharedWorld.world();

  private static LocalWorld hasty;

  @TempDir private Path folder;

  private final Map<String, String> settings = new HashMap<>();

  @BeforeAll
  static void startHastyWorld() {
    hasty = SharedWorld.start(SharedWorld.options().withSessions(LIFETIME));
    for (LocalWorld world : List.of(WORLD, hasty)) {
      for (int round = 0; round < 5; round++) {
        vend(world, token(world, "repo:acme/orders:warm-" + round));
      }
    }
  }

  /// The SDK waits a second and asks again, so that a function that is cold would be asked twice.
  private static void vend(LocalWorld world, String token) {
    Call call = new Call(world, "GET", "/v1/credentials/orders-reader").bearer(token);
    assertEquals(200, call.send().status());
  }

  @AfterAll
  static void closeHastyWorld() {
    hasty.close();
  }

  @AfterEach
  void clearSettings() {
    settings.keySet().forEach(System::clearProperty);
  }

  /// Ways in which the SDK finds credentials.
  enum Provider {
    CONTAINER {
      @Override
      Map<String, String> settings(LocalWorld world, Path token) {
        return Map.of(
            "aws.containerCredentialsFullUri",
            world.url() + "/v1/credentials/orders-reader",
            "aws.containerAuthorizationTokenFile",
            token.toString());
      }

      @Override
      AwsCredentialsProvider create() {
        return ContainerCredentialsProvider.builder().build();
      }
    },
    WEB_IDENTITY {
      @Override
      Map<String, String> settings(LocalWorld world, Path token) {
        return Map.of(
            "aws.endpointUrlSts",
            world.url().toString(),
            "aws.roleArn",
            "arn:aws:iam::111122223333:role/brevet/OrdersReader",
            "aws.webIdentityTokenFile",
            token.toString(),
            "aws.region",
            "eu-west-1");
      }

      @Override
      AwsCredentialsProvider create() {
        return WebIdentityTokenFileCredentialsProvider.create();
      }
    };

    abstract Map<String, String> settings(LocalWorld world, Path token);

    abstract AwsCredentialsProvider create();
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void manyUses_makeOneCall(Provider kind) throws IOException {
    String subject = "repo:acme/orders:java-" + kind;
    try (Client client = client(kind, WORLD, subject)) {
      AwsCredentials first = client.credentials();
      for (int use = 0; use < 10; use++) {
        assertEquals(first, client.credentials());
      }
      assertTrue(identity(WORLD, first).contains(":assumed-role/OrdersReader/repo.acme.orders"));
    }
    assertEquals(1, calls(WORLD, subject));
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void denial_staysADenial_andIsAskedForOnce(Provider kind) throws IOException {
    String subject = "nobody-" + kind;
    try (Client client = client(kind, WORLD, subject)) {
      for (int use = 1; use <= 2; use++) {
        SdkException denied = assertThrows(SdkException.class, client::credentials);
        assertTrue(words(denied).contains("access denied (decision "), words(denied));
        assertEquals(use, calls(WORLD, subject));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void sessionThatEnds_isFollowedByTheNext_withTheTokenThatIsInTheFileThen(Provider kind)
      throws Exception {
    String subject = "repo:acme/orders:before-" + kind;
    String next = "repo:acme/orders:after-" + kind;
    try (Client client = client(kind, hasty, subject)) {
      AwsCredentials first = client.credentials();
      assertTrue(identity(hasty, first).contains("/OrdersReader/repo.acme.orders.before-"));
      assertEquals(1, calls(hasty, subject));

      // As a kubelet does it: the new file takes the old one's place in one step.
      Path rotated = Files.writeString(folder.resolve("next"), token(hasty, next));
      Files.move(rotated, folder.resolve("token"), StandardCopyOption.ATOMIC_MOVE);
      Thread.sleep(LIFETIME.plusMillis(1_100));
      StsException ended = assertThrows(StsException.class, () -> identity(hasty, first));
      assertEquals("ExpiredToken", ended.awsErrorDetails().errorCode());

      AwsCredentials second = client.credentials();
      assertNotEquals(first.accessKeyId(), second.accessKeyId());
      assertTrue(identity(hasty, second).contains("/OrdersReader/repo.acme.orders.after-"));
      assertEquals(1, calls(hasty, subject));
      assertEquals(1, calls(hasty, next));
    }
  }

  /// What a program would print.
  private static String words(Throwable thrown) {
    StringBuilder words = new StringBuilder();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      words.append(cause.getMessage()).append('\n');
    }
    return words.toString();
  }

  /// A provider, made as a program makes it that knows nothing of Brevet.
  private Client client(Provider kind, LocalWorld world, String subject) throws IOException {
    Path file = Files.writeString(folder.resolve("token"), token(world, subject));
    settings.putAll(kind.settings(world, file));
    settings.forEach(System::setProperty);
    return new Client(kind.create());
  }

  private record Client(AwsCredentialsProvider provider) implements AutoCloseable {
    AwsCredentials credentials() {
      return provider.resolveCredentials();
    }

    @Override
    public void close() {
      if (provider instanceof SdkAutoCloseable closeable) {
        closeable.close();
      }
    }
  }

  private static String token(LocalWorld world, String subject) {
    return world
        .issuer()
        .token(Map.of("sub", subject, "aud", "brevet", "tenant_id", "acme"), Duration.ofMinutes(5));
  }

  private static int calls(LocalWorld world, String subject) {
    return new Tables(world)
        .decisions("", "principal", world.issuer().url() + "#" + subject).stream()
            .mapToInt(
                item -> item.containsKey("answers") ? Integer.parseInt(item.get("answers").n()) : 1)
            .sum();
  }

  private static String identity(LocalWorld world, AwsCredentials credentials) {
    try (StsClient sts =
        StsClient.builder()
            .endpointOverride(world.stsEndpoint())
            .region(Region.EU_WEST_1)
            .credentialsProvider(StaticCredentialsProvider.create(credentials))
            .build()) {
      return sts.getCallerIdentity().arn();
    }
  }
}
