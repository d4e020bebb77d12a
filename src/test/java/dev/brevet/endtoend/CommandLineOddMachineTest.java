package dev.brevet.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import module java.base;

import dev.brevet.local.LocalWorld;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command line behind a proxy, without a home or a name, and with what a supervisor does.
class CommandLineOddMachineTest {
  private static final LocalWorld WORLD = SharedWorld.world();

  @TempDir private Path home;
  private Shell shell;

  @BeforeEach
  void openShell() {
    shell =
        new Shell(home)
            .with("BREVET_URL", WORLD.url().toString())
            .with("BREVET_TOKEN", WORLD.token("deploy-pipeline"));
  }

  /// RFC 9110, 11.7; RFC 7617.
  @Test
  void proxyThatAsks_isGivenTheUserAndPasswordOfItsAddress() throws Exception {
    List<String> connects = new CopyOnWriteArrayList<>();
    try (ServerSocket proxy = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> refuse(proxy, connects));
      shell
          .with("BREVET_URL", "https://brevet.example")
          .with("HTTPS_PROXY", "http://ann:p%40ss@127.0.0.1:" + proxy.getLocalPort());
      shell.run("list").assertCode(5).assertErr("HTTPS_PROXY", "user and a password");
    }

    String basic = Base64.getEncoder().encodeToString("ann:p@ss".getBytes(UTF_8));
    assertEquals("", connects.getFirst());
    assertTrue(connects.contains("Basic " + basic), connects::toString);
  }

  /// Answers each request with 407, and remembers the credentials in it.
  private static void refuse(ServerSocket proxy, List<String> connects) {
    while (true) {
      try (Socket client = proxy.accept()) {
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        String shown = "";
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          if (line.startsWith("Proxy-Authorization: ")) {
            shown = line.substring("Proxy-Authorization: ".length());
          } else if (line.isEmpty()) {
            connects.add(shown);
            shown = "";
            client
                .getOutputStream()
                .write(
                    String.join(
                            "\r\n",
                            "HTTP/1.1 407 Proxy Authentication Required",
                            "Proxy-Authenticate: Basic realm=\"proxy\"",
                            "Content-Length: 0",
                            "",
                            "")
                        .getBytes(StandardCharsets.US_ASCII));
          }
        }
      } catch (IOException _) {
        if (proxy.isClosed()) {
          return;
        }
      }
    }
  }

  @Test
  void proxyWhoseNameIsNoHostNameToJava_isAsked() throws Exception {
    List<String> connects = new CopyOnWriteArrayList<>();
    Path hosts = Files.writeString(home.resolve("hosts"), "127.0.0.1 corp_proxy\n");
    try (ServerSocket proxy = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> refuse(proxy, connects));
      shell
          .with("JAVA_TOOL_OPTIONS", "-Djdk.net.hosts.file=" + hosts)
          .with("BREVET_URL", "https://brevet.example")
          .with("HTTPS_PROXY", "http://corp_proxy:" + proxy.getLocalPort());
      shell.run("list").assertCode(5).assertErr("HTTPS_PROXY", "user and a password");
    }

    assertEquals(List.of(""), connects);
  }

  private static String value(BufferedReader exports) throws IOException {
    String line = exports.readLine();
    return line.substring(line.indexOf('\'') + 1, line.length() - 1);
  }

  private static Socket connect(URI url) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), url.getPort());
  }

  @Test
  void serverWhoseLauncherWasKilled_endsToo() throws Exception {
    Process serve = shell.start("serve", "orders-reader");
    URI url = URI.create(value(serve.inputReader(UTF_8)));
    connect(url).close();
    serve.destroyForcibly();
    assertTrue(serve.waitFor(30, TimeUnit.SECONDS));

    assertThrows(
        ConnectException.class,
        () -> {
          for (int i = 0; i < 300; i++) {
            connect(url).close();
            Thread.sleep(100);
          }
        });
  }

  /// A request may wait 35 s for its answer.
  @Test
  void execWhoseLauncherWasEnded_endsToo() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    try (StandIn slow =
        new StandIn(
            _ -> {
              asked.countDown();
              await(over);
              return new StandIn.Said(503, Map.of(), "");
            })) {
      shell.with("BREVET_URL", slow.url());
      Process exec = shell.start("exec", "orders-reader", "--", "touch", home + "/ran");
      await(asked);
      List<ProcessHandle> started = exec.descendants().toList();
      exec.destroy();

      assertTrue(exec.waitFor(30, TimeUnit.SECONDS));
      assertFalse(started.isEmpty());
      for (ProcessHandle each : started) {
        each.onExit().get(25, TimeUnit.SECONDS);
      }
      assertFalse(Files.exists(home.resolve("ran")));
    } finally {
      over.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(60, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void requestsThatAreNotSentWhole_neitherEndNorStopTheServer() throws Exception {
    // More connections than it may have files open.
    Process serve = shell.startIn("ulimit -n 200 && exec \"$@\"", "serve", "orders-reader");
    List<Socket> half = new ArrayList<>();
    try {
      BufferedReader exports = serve.inputReader(UTF_8);
      URI url = URI.create(value(exports));
      String secret = value(exports);
      for (int i = 0; i < 400; i++) {
        Socket socket = new Socket();
        half.add(socket);
        try {
          socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), 50);
          socket.getOutputStream().write("GET /credentials HTTP/1.1\r\nHost:".getBytes(UTF_8));
        } catch (IOException _) {
          // The others hold all that there is.
        }
      }
      half.getFirst().setSoTimeout(60_000);
      assertEquals(-1, half.getFirst().getInputStream().read(), "it is dropped");
      try (Socket socket = connect(url)) {
        socket.setSoTimeout(60_000);
        String request =
            "GET /credentials HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: "
                + secret
                + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(UTF_8));
        String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
        assertTrue(answer.startsWith("HTTP/1.1 200 "), "no credentials");
      }
      // The launcher is looked for all the time.
      Thread.sleep(1_500);
      assertTrue(serve.isAlive());
    } finally {
      for (Socket socket : half) {
        socket.close();
      }
      serve.destroy();
      assertTrue(serve.waitFor(60, TimeUnit.SECONDS));
    }
  }

  @Test
  void userWithoutAHome_takesNothingFromThePresentFolder_andKeepsNothingThere() throws Exception {
    Path planted = home.resolve("?/.config/brevet/config.properties");
    Files.createDirectories(planted.getParent());
    Files.writeString(planted, "url = http://127.0.0.1:1\n");
    // What Java has for the home of a user whom the system does not know.
    shell.without("HOME").with("JAVA_TOOL_OPTIONS", "-Duser.home=?");
    shell
        .without("BREVET_URL")
        .run("credentials", "orders-reader")
        .assertCode(2)
        .assertErr("address of Brevet is not known");
    shell
        .with("BREVET_URL", WORLD.url().toString())
        .run("credentials", "orders-reader")
        .assertCode(0)
        .assertErr("set HOME or BREVET_CACHE");

    try (var files = Files.list(home.resolve("?"))) {
      assertEquals(List.of(home.resolve("?/.config")), files.toList());
    }
  }

  @Test
  void userWithoutAName_ownsNoMoreThanOthers() throws Exception {
    assumeTrue(
        System.getProperty("user.name").equals("root"),
        "skipped: only root can give a folder to another user");
    shell.with("JAVA_TOOL_OPTIONS", "-Duser.name=?");
    shell.run("credentials", "orders-reader").assertCode(0);
    assertEquals(1, shell.kept("session-").size());
    Files.setOwner(
        home.resolve(".cache"),
        home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));

    shell
        .run("credentials", "orders-reader")
        .assertCode(0)
        .assertErr(".cache` can be changed by other users");
  }
}
