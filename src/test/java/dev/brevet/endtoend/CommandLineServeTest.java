package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.brevet.endtoend.Shell.Ended;
import dev.brevet.local.LocalWorld;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;

/// `brevet serve`, `console` and `completion` as processes against the local world.
class CommandLineServeTest {
  private static final LocalWorld WORLD = SharedWorld.world();
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path home;
  private Shell shell;

  @BeforeEach
  void openShell() {
    shell =
        new Shell(home)
            .with("BREVET_URL", WORLD.url().toString())
            .with("BREVET_TOKEN", WORLD.token("deploy-pipeline"));
  }

  /// A running server: its process, and what it told to export.
  private record Served(Process process, URI url, String token) implements AutoCloseable {
    static Served start(Shell shell, String... arguments) throws IOException {
      Process process = shell.start(arguments);
      BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
      String url = value(out.readLine(), "AWS_CONTAINER_CREDENTIALS_FULL_URI");
      String token = value(out.readLine(), "AWS_CONTAINER_AUTHORIZATION_TOKEN");
      return new Served(process, URI.create(url), token);
    }

    private static String value(String line, String name) {
      assertTrue(line != null && line.matches("export " + name + "='[^']+'"), "no " + name);
      return line.substring(line.indexOf('\'') + 1, line.length() - 1);
    }

    /// The answer to a request as it stands, which no HTTP client would send.
    String raw(String request) throws IOException {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), url.getPort())) {
        socket.setSoTimeout(30_000);
        socket
            .getOutputStream()
            .write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }

    String get(String path, String headers) throws IOException {
      return raw("GET " + path + " HTTP/1.1\nConnection: close\n" + headers + "\n");
    }

    String host() {
      return "Host: " + url.getAuthority() + "\n";
    }

    @Override
    public void close() {
      process.destroy();
      try {
        assertTrue(process.waitFor(120, TimeUnit.SECONDS));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void sdk_getsCredentialsFromIt() throws IOException {
    try (Served served = Served.start(shell, "serve", "orders-reader")) {
      String key = shell.run("credentials", "orders-reader").json().path("AccessKeyId").asText();
      System.setProperty("aws.containerCredentialsFullUri", served.url().toString());
      System.setProperty("aws.containerAuthorizationToken", served.token());
      try (ContainerCredentialsProvider provider = ContainerCredentialsProvider.builder().build()) {
        AwsSessionCredentials credentials = (AwsSessionCredentials) provider.resolveCredentials();
        assertEquals(key, credentials.accessKeyId());
        assertTrue(credentials.expirationTime().isPresent());
      } finally {
        System.clearProperty("aws.containerCredentialsFullUri");
        System.clearProperty("aws.containerAuthorizationToken");
      }
    }
  }

  @Test
  void document_isTheContainersOwn() throws IOException {
    try (Served served = Served.start(shell, "serve", "orders-reader")) {
      String answer =
          served.get("/credentials", served.host() + "Authorization: " + served.token() + "\n");
      assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
      assertTrue(answer.toLowerCase(Locale.ROOT).contains("cache-control: no-store"));
      JsonNode document = JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
      for (String name : new String[] {"AccessKeyId", "SecretAccessKey", "Token", "Expiration"}) {
        assertTrue(document.path(name).isTextual(), name);
      }
      assertEquals("Success", document.path("Code").asText());
      assertTrue(document.path("Expiration").asText().endsWith("Z"));
    }
  }

  @Test
  void strangers_getNothing() throws IOException {
    try (Served served = Served.start(shell, "serve", "orders-reader")) {
      String proof = "Authorization: " + served.token() + "\n";
      String port = ":" + served.url().getPort();
      assertTrue(served.token().length() >= 43, served.token());
      assertStatus(401, served.get("/credentials", served.host()));
      assertStatus(401, served.get("/credentials", served.host() + "Authorization: x\n"));
      assertStatus(401, served.get("/credentials", served.host() + proof + proof));
      assertStatus(401, served.get("/credentials?token=" + served.token(), served.host()));
      // A name that somebody's DNS points here.
      assertStatus(421, served.get("/credentials", "Host: evil.example" + port + "\n" + proof));
      assertStatus(421, served.get("/credentials", "Host: 127.0.0.1.evil.example\n" + proof));
      // AWS's Common Runtime names no port (aws-crt 0.48, seen on the wire).
      String withoutPort = served.get("/credentials", "Host: 127.0.0.1\n" + proof);
      assertTrue(withoutPort.startsWith("HTTP/1.1 200 "));
      assertStatus(421, served.raw("GET /credentials HTTP/1.0\n" + proof + "\n"));
      assertStatus(
          403,
          served.get("/credentials", served.host() + proof + "Origin: https://evil.example\n"));
      assertStatus(404, served.get("/", served.host() + proof));
      assertStatus(
          405,
          served.raw(
              "POST /credentials HTTP/1.1\nConnection: close\nContent-Length: 0\n"
                  + served.host()
                  + proof
                  + "\n"));
    }
  }

  @Test
  void denialOnTheWay_isToldInTheSdksWords() throws IOException {
    Path file = Files.writeString(home.resolve("token"), WORLD.token("deploy-pipeline"));
    shell.without("BREVET_TOKEN").with("BREVET_TOKEN_FILE", file.toString());
    try (Served served = Served.start(shell, "serve", "orders-reader")) {
      Files.writeString(file, WORLD.token("stranger"));
      String answer =
          served.get("/credentials", served.host() + "Authorization: " + served.token() + "\n");
      assertStatus(403, answer);
      assertTrue(answer.contains("\"Code\":\"AccessDenied\""), answer);
      assertTrue(answer.contains("\"message\":\"access_denied: access denied (decision "), answer);
    }
  }

  @Test
  void refusal_servesNothing() {
    Ended ended =
        shell
            .with("BREVET_TOKEN", WORLD.token("stranger"))
            .run("serve", "orders-reader")
            .assertCode(4);
    assertEquals("", ended.out());
  }

  @Test
  void console_printsTheAddress() {
    Ended ended = shell.run("console", "orders-reader", "-p", "day=2026-11-22").assertCode(0);
    assertTrue(
        ended.out().matches("http://127\\.0\\.0\\.1:\\d+/federation\\?Action=login&[!-~]+\n"),
        ended.toString());
    shell
        .run("console", "orders-reader", "--destination", "https://example.com/")
        .assertCode(6)
        .assertErr("look at `destination`");
    shell
        .with("BREVET_TOKEN", WORLD.token("stranger"))
        .run("console", "orders-reader")
        .assertCode(4);
  }

  @Test
  void console_opensABrowser_whoseCommandLineHoldsNoCredential() throws IOException {
    Path browser = home.resolve("browser");
    Files.writeString(
        browser,
        "#!/bin/sh\necho \"$1\" >"
            + home
            + "/opened\ncurl -s -o /dev/null -w '%{http_code} %{redirect_url}\\n' \"$1\" \"$1\" >"
            + home
            + "/answers\n");
    Files.setPosixFilePermissions(browser, PosixFilePermissions.fromString("rwx------"));
    shell.with("BROWSER", browser.toString());
    Ended ended = shell.run("console", "--open", "orders-reader").assertCode(0);
    assertEquals("", ended.out());
    String opened = Files.readString(home.resolve("opened"));
    assertTrue(
        opened.matches("http://127\\.0\\.0\\.1:\\d+/visit-[A-Za-z0-9_-]{43}\\.html\n"), opened);
    assertFalse(opened.contains("SigninToken"));
    // One visit.
    Path answers = home.resolve("answers");
    String told = awaited(answers);
    assertTrue(told.startsWith("302 http://127.0.0.1:"), told);
    assertTrue(told.lines().findFirst().orElse("").contains("SigninToken="), told);
    assertFalse(told.lines().skip(1).anyMatch(line -> line.startsWith("302")), told);
  }

  private static String awaited(Path file) throws IOException {
    for (int i = 0; i < 1_200; i++) {
      if (Files.exists(file) && Files.readString(file).lines().count() >= 2) {
        break;
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    return Files.readString(file);
  }

  private static void assertStatus(int status, String answer) {
    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    assertFalse(answer.contains("SecretAccessKey"), answer);
  }
}
