package dev.brevet.identity.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.brevet.deadline.Deadline;
import dev.brevet.deadline.Wait;
import dev.brevet.identity.IdentityUnavailable;
import dev.brevet.identity.TestKey;
import dev.brevet.identity.TrustedIssuer;
import dev.brevet.identity.TrustedIssuerDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Over the wire, on a loopback address.
class HttpsKeySourceTest {
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String METADATA = "/.well-known/openid-configuration";

  private final HttpsKeySource source = new HttpsKeySource(true);
  private final Map<String, String> documents = new ConcurrentHashMap<>();
  private final Map<String, String> redirects = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private String base;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    base = "http://127.0.0.1:" + server.getAddress().getPort();
    documents.put(METADATA, "{\"issuer\":\"" + base + "\",\"jwks_uri\":\"" + base + "/keys\"}");
    documents.put("/keys", "{\"keys\":[" + TestKey.RSA.jwk() + "," + TestKey.P256.jwk() + "]}");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(path);
    if (redirects.containsKey(path)) {
      exchange.getResponseHeaders().set("Location", redirects.get(path));
      exchange.sendResponseHeaders(302, -1);
    } else if (documents.containsKey(path)) {
      byte[] body = documents.get(path).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } else {
      exchange.sendResponseHeaders(404, -1);
    }
    exchange.close();
  }

  private TrustedIssuer issuer(String url, String more) {
    String json = "{\"issuer\":\"" + url + "\",\"audiences\":[\"a\"]" + more + "}";
    return TrustedIssuerDocument.read(json, true).valid().orElseThrow();
  }

  private TrustedIssuer issuer() {
    return issuer(base, "");
  }

  private String fault(TrustedIssuer issuer) {
    return String.valueOf(
        assertThrows(IdentityUnavailable.class, () -> source.fetch(issuer)).getMessage());
  }

  @Test
  void keys_areFoundByDiscovery() {
    assertEquals(
        List.of(Optional.of("rsa-1"), Optional.of("ec-1")),
        source.fetch(issuer()).stream().map(SigningKey::id).toList());
    assertEquals(List.of(METADATA, "/keys"), asked);
  }

  @Test
  void keysAtARegisteredPlace_needNoDiscovery() {
    assertEquals(2, source.fetch(issuer(base, ",\"jwksUri\":\"" + base + "/keys\"")).size());
    assertEquals(List.of("/keys"), asked);
  }

  @Test
  void issuerWithAPath_hasItsMetadataBelowThePath() {
    documents.put(
        "/tenant" + METADATA,
        "{\"issuer\":\"" + base + "/tenant\",\"jwks_uri\":\"" + base + "/keys\"}");
    assertEquals(2, source.fetch(issuer(base + "/tenant", "")).size());
  }

  @Test
  void metadataOfAnotherIssuer_isAFault() {
    documents.put(METADATA, "{\"issuer\":\"" + base + "/\",\"jwks_uri\":\"" + base + "/keys\"}");
    assertTrue(fault(issuer()).contains("another issuer"));
    assertEquals(List.of(METADATA), asked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://keys.example.com/jwks",
        "file:///etc/passwd",
        "https://user@keys.example.com/jwks",
        "jar:https://keys.example.com/x!/y",
        "",
        "//keys.example.com"
      })
  void keysAtAStrangePlace_areAFault(String url) {
    documents.put(METADATA, "{\"issuer\":\"" + base + "\",\"jwks_uri\":\"" + url + "\"}");
    assertTrue(fault(issuer()).contains("`jwks_uri`"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://169.254.169.254/latest/meta-data",
        "https://10.0.0.1/jwks",
        "https://192.168.1.1/jwks",
        "https://172.16.0.1/jwks",
        "https://127.0.0.2/jwks",
        "https://0.0.0.0/jwks",
        "https://100.64.0.1/jwks",
        "https://2130706433/jwks",
        "https://[fd00:ec2::254]/jwks",
        "https://[::ffff:10.0.0.1]/jwks",
        "https://[fe80::1]/jwks"
      })
  void keysAtAnAddressThatIsNotPublic_areAFault(String url) {
    documents.put(METADATA, "{\"issuer\":\"" + base + "\",\"jwks_uri\":\"" + url + "\"}");
    String fault = fault(issuer());
    assertTrue(fault.contains("not public") || fault.contains("no host"), fault);
  }

  @Test
  void redirect_isNotFollowed() {
    redirects.put(METADATA, base + "/elsewhere");
    assertTrue(fault(issuer()).contains("answered 302"));
    assertEquals(List.of(METADATA), asked);
  }

  @Test
  void missingDocument_isAFault() {
    documents.remove("/keys");
    assertTrue(fault(issuer()).contains("answered 404"));
  }

  @Test
  void documentThatIsTooLarge_isAFault() {
    documents.put("/keys", "{\"keys\":[],\"x\":\"" + "x".repeat(256 * 1024) + "\"}");
    assertTrue(fault(issuer()).contains("larger than 262144"));
  }

  @Test
  void documentOfExactlyTheSize_isRead() {
    String document = "{\"keys\":[],\"x\":\"\"}";
    documents.put(
        "/keys",
        document.replace("\"\"", "\"" + "x".repeat(256 * 1024 - document.length()) + "\""));
    assertEquals(List.of(), source.fetch(issuer()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "{\"keys\":[]}{}", "{\"keys\":[],\"keys\":[]}", "<html>", "{\"keys\":"})
  void documentThatIsNoObject_isAFault(String document) {
    documents.put("/keys", document);
    assertTrue(fault(issuer()).contains("not a json object"));
  }

  @Test
  void keySetWithoutKeys_isAFault() {
    documents.put("/keys", "{\"keys\":{}}");
    assertTrue(fault(issuer()).contains("no list"));
  }

  @Test
  void keySetOfTooMany_isAFault() {
    documents.put("/keys", "{\"keys\":[" + "1,".repeat(200) + "1]}");
    assertTrue(fault(issuer()).contains("no list of at most 200"));
  }

  @Test
  void unusableKeysAmongGoodOnes_areLeftOut() {
    documents.put(
        "/keys", "{\"keys\":[1,{},{\"kty\":\"oct\",\"k\":\"x\"}," + TestKey.RSA.jwk() + "]}");
    assertEquals(1, source.fetch(issuer()).size());
  }

  /// Each of these is sent a byte every 100 ms for 20 s, so that no single read waits long: what
  /// waits for the end has another fault.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 ",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 500 Sorry\r\nTransfer-Encoding: chunked\r\n\r\n"
      })
  void answerThatDrips_isAFaultInTime(String begin) throws IOException {
    try (ServerSocket slow = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> drip(slow, begin));
      String fault = fault(issuer("http://127.0.0.1:" + slow.getLocalPort(), ""));
      assertTrue(fault.contains("the answer took too long"), fault);
    }
  }

  /// Each document comes within the time of one, and both do not.
  @Test
  void bothDocuments_haveOneDeadline() throws IOException {
    HttpServer slow =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String url = "http://127.0.0.1:" + slow.getAddress().getPort();
    Duration each = Wait.KEYS.most().multipliedBy(3).dividedBy(4);
    slow.createContext(
        "/",
        exchange -> {
          byte[] body =
              "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\",\"keys\":[]}"
                  .formatted(url, url)
                  .getBytes(StandardCharsets.UTF_8);
          try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            for (byte one : body) {
              Thread.sleep(each.dividedBy(body.length));
              exchange.getResponseBody().write(one);
              exchange.getResponseBody().flush();
            }
          } catch (IOException | InterruptedException _) {
            // The client left, as it should.
          }
        });
    slow.start();
    try {
      Instant began = Instant.now();
      String fault = fault(issuer(url, ""));
      Duration took = Duration.between(began, Instant.now());
      assertTrue(fault.contains("the answer took too long"), fault);
      assertTrue(took.compareTo(Wait.KEYS.most().plusMillis(700)) < 0, "it took " + took);
    } finally {
      slow.stop(0);
    }
  }

  /// A size of a chunk that never ends can be read only to its end.
  @Test
  void answersThatNeverEnd_holdAFewThreadsAlone() throws IOException {
    try (ServerSocket slow = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      AtomicInteger connections = new AtomicInteger();
      Thread.ofVirtual()
          .start(
              () -> {
                while (!slow.isClosed()) {
                  try {
                    Socket client = slow.accept();
                    connections.incrementAndGet();
                    Thread.ofVirtual().start(() -> drip(client, CHUNKED));
                  } catch (IOException _) {
                    return;
                  }
                }
              });
      TrustedIssuer hostile = issuer("http://127.0.0.1:" + slow.getLocalPort(), "");
      String last = "";
      for (int i = 0; i < 8; i++) {
        last = Deadline.of(Duration.ofMillis(800)).call(() -> fault(hostile));
      }
      assertEquals(4, connections.get());
      assertTrue(last.contains("are still open"), last);
      assertEquals(2, source.fetch(issuer()).size(), "another issuer is asked");
    }
  }

  private static void drip(ServerSocket server, String begin) {
    try {
      drip(server.accept(), begin);
    } catch (IOException _) {
      // The test is over.
    }
  }

  private static void drip(Socket socket, String begin) {
    try (Socket client = socket) {
      OutputStream out = client.getOutputStream();
      out.write(begin.getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < 200; i++) {
        out.write('0');
        out.flush();
        Thread.sleep(100);
      }
    } catch (IOException | InterruptedException _) {
      // The client left, as it should.
    }
  }

  @Test
  void serverThatIsGone_isAFault() {
    TrustedIssuer issuer = issuer();
    server.stop(0);
    assertTrue(fault(issuer).contains("could not be fetched"));
  }

  @Test
  void loopbackThatIsNotAllowed_isNotAsked() {
    HttpsKeySource strict = new HttpsKeySource(false);
    assertThrows(IdentityUnavailable.class, () -> strict.fetch(issuer()));
    assertEquals(List.of(), asked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.168.0.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "100::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "2001::1",
        "2001:db8::1",
        "2002:a00:1::"
      })
  void addressOfNoPublicUse_isNotPublic(String address) {
    assertFalse(PublicAddresses.isPublic(InetAddress.ofLiteral(address)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.0.1",
        "172.32.0.1",
        "192.0.1.1",
        "198.17.0.1",
        "198.20.0.1",
        "223.255.255.255",
        "2600:1f18::1",
        "2001:4860:4860::8888"
      })
  void addressOfTheInternet_isPublic(String address) {
    assertTrue(PublicAddresses.isPublic(InetAddress.ofLiteral(address)));
  }
}
