package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.brevet.endtoend.Shell.Ended;
import dev.brevet.endtoend.StandIn.Said;
import dev.brevet.local.Fault;
import dev.brevet.local.LocalLogin;
import dev.brevet.local.LocalWorld;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `brevet login` and what it leaves, as processes against the local issuer.
class CommandLineLoginTest {
  private static final LocalWorld WORLD = SharedWorld.world();
  private static final LocalLogin LOGIN = WORLD.issuer().login();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, Object> PERSON =
      Map.of(
          "sub", "repo:acme/orders:ref:refs/heads/main",
          "repository", "acme/orders",
          "tenant_id", "acme");

  @TempDir private Path home;
  private Shell shell;

  @BeforeEach
  void openShell() throws IOException {
    shell = new Shell(home);
    shell.configure(
        "url = " + WORLD.url(), "issuer = " + WORLD.issuer().url(), "client-id = brevet");
    LOGIN.person(PERSON);
  }

  @AfterEach
  void settle() {
    LOGIN.lifetime(Duration.ofHours(1));
    WORLD.issuer().faults().clear();
  }

  @Test
  void browser_signsIn() throws Exception {
    Login login = Login.start(shell, "login", "--no-browser");
    HttpResponse<String> page = visit(login.address());
    assertEquals(302, page.statusCode());
    String callback = page.headers().firstValue("Location").orElseThrow();
    assertEquals(200, visit(callback).statusCode());
    Ended ended = login.ended().assertCode(0);
    assertEquals("", ended.out());
    assertTrue(ended.err().contains("as repo:acme/orders"), ended.err());

    Ended credentials = shell.run("credentials", "orders-reader").assertCode(0);
    assertTrue(credentials.json().path("AccessKeyId").asText().startsWith("ASIA"));
    Path kept = shell.kept("login-").getFirst();
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)));
    String refreshToken = JSON.readTree(kept.toFile()).path("refreshToken").asText();
    assertFalse(ended.err().contains(refreshToken));

    shell.run("logout").assertCode(0);
    assertEquals(List.of(), shell.kept("login-"));
    assertEquals(List.of(), shell.kept("session-"));
    shell.run("credentials", "orders-reader").assertCode(3).assertErr("run `brevet login`");
  }

  @Test
  void browserThatIsOpened_isEnough() throws IOException {
    Path browser = home.resolve("browser");
    Files.writeString(browser, "#!/bin/sh\ncurl -s -L -o /dev/null \"$1\"\n");
    Files.setPosixFilePermissions(browser, PosixFilePermissions.fromString("rwx------"));
    shell.with("BROWSER", browser.toString()).run("login").assertCode(0);
    shell.run("list").assertCode(0);
  }

  @Test
  void addressForTheBrowser_isOfThisLoginAlone() throws Exception {
    Login one = Login.start(shell, "login", "--no-browser");
    Map<String, String> query = one.query();
    assertEquals("code", query.get("response_type"));
    assertEquals("S256", query.get("code_challenge_method"));
    assertEquals("openid", query.get("scope"));
    assertTrue(query.get("redirect_uri").matches("http://127\\.0\\.0\\.1:\\d+/callback"));
    Login other = Login.start(shell, "login", "--no-browser");
    for (String name : List.of("state", "nonce", "code_challenge")) {
      assertEquals(43, query.get(name).length(), name);
      assertNotEquals(query.get(name), other.query().get(name), name);
    }
    // Whoever calls back without this login's state ends nothing.
    String redirect = query.get("redirect_uri");
    for (String callback :
        List.of(
            "",
            "?code=x",
            "?code=x&state=y",
            "?state=" + query.get("state"),
            "?code=x&state=" + query.get("state") + "&state=y",
            "?code=%&state=x")) {
      assertEquals(400, visitRaw(redirect + callback), callback);
    }
    assertEquals(404, visit(redirect.replace("/callback", "/")).statusCode());
    assertTrue(one.process().isAlive());
    // Another login's code is no good here: the verifier is another.
    String code =
        visit(other.address())
            .headers()
            .firstValue("Location")
            .orElseThrow()
            .replaceAll(".*[?&]code=([^&]+).*", "$1");
    visit(
        redirect
            + "?code="
            + code
            + "&state="
            + query.get("state")
            + "&iss="
            + WORLD.issuer().url());
    one.ended().assertCode(3).assertErr("invalid_grant");
    other.process().destroy();
    assertEquals(List.of(), shell.kept("login-"));
  }

  @Test
  void anotherIssuersAnswer_isNotTaken() throws Exception {
    for (String iss : List.of("", "&iss=https%3A%2F%2Fevil.example")) {
      Login login = Login.start(shell, "login", "--no-browser");
      Map<String, String> query = login.query();
      visit(query.get("redirect_uri") + "?code=x&state=" + query.get("state") + iss);
      login.ended().assertCode(3).assertErr("an issuer other than");
    }
  }

  @Test
  void device_signsIn() throws Exception {
    Login login = Login.start(shell, "login", "--device");
    String code = login.userCode();
    Thread.sleep(1_500);
    assertTrue(login.process().isAlive());
    LOGIN.decide(code, true);
    login.ended().assertCode(0);
    shell.run("list").assertCode(0);
  }

  @Test
  void deviceThatIsRefused_isTold() throws Exception {
    Login login = Login.start(shell, "login", "--device");
    LOGIN.decide(login.userCode(), false);
    login.ended().assertCode(3).assertErr("refused in the browser");
  }

  @Test
  void whatAnIssuerSays_steersNoTerminal() throws Exception {
    try (StandIn issuer =
        issuer(
            _ ->
                "{\"error\":\"access_denied_\\u001b]0;x\\u0007\",\"error_description\":\"\\u009b31m\\u202e\"}",
            "\\u001b[2Jc",
            "https://i.example/d")) {
      shell.configure("url = " + WORLD.url(), "issuer = " + issuer.url(), "client-id = brevet");
      Ended ended = shell.run("login", "--device").assertCode(3).assertErr("the code ?[2Jc");
      assertTrue(
          (ended.out() + ended.err())
              .codePoints()
              .allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f)),
          ended.toString());
    }
    // Nor does it send anybody elsewhere than to a page.
    for (String page : List.of("javascript:alert(1)", "http://i.example/d", "file:///etc/passwd")) {
      try (StandIn issuer = issuer(slowDown(), "c", page)) {
        shell.configure("url = " + WORLD.url(), "issuer = " + issuer.url(), "client-id = brevet");
        Ended ended = shell.run("login", "--device").assertCode(5);
        assertFalse(ended.err().contains(page), ended.err());
      }
    }
  }

  @Test
  void loginBehindALink_isNone() throws Exception {
    signIn();
    Path kept = shell.kept("login-").getFirst();
    Path elsewhere = Files.move(kept, home.resolve("elsewhere"));
    Files.createSymbolicLink(kept, elsewhere);
    shell.run("list").assertCode(3).assertErr("you are not signed in");
    Files.delete(kept);
    Files.move(elsewhere, kept);
    shell.run("list").assertCode(0);
    // Others could have read it, and written it.
    Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rw-r--r--"));
    shell.run("list").assertCode(3).assertErr("run `brevet login`");
  }

  @Test
  void device_asksLessOften_whenTold() throws Exception {
    Instant start = Instant.now();
    try (StandIn issuer = issuer(slowDown())) {
      shell.configure("url = " + WORLD.url(), "issuer = " + issuer.url(), "client-id = brevet");
      Ended ended = shell.run("login", "--device");
      // 1 s, then 1 + 5 s.
      ended.assertCode(3).assertErr("the code was not entered in time");
      assertTrue(Duration.between(start, Instant.now()).toSeconds() >= 7, ended.toString());
    }
  }

  @Test
  void tokens_areRefreshed_byOneProcessAtATime() throws Exception {
    // A minute before its end a token is made new.
    LOGIN.lifetime(Duration.ofSeconds(50));
    signIn();
    int before = LOGIN.refreshes();
    LOGIN.lifetime(Duration.ofHours(1));
    List<Process> processes = IntStream.range(0, 4).mapToObj(_ -> shell.start("list")).toList();
    processes.stream().map(Shell::ended).forEach(ended -> ended.assertCode(0));
    // The issuer takes each refresh token once: a second would have failed.
    assertEquals(before + 1, LOGIN.refreshes());
  }

  @Test
  void loginThatIsOver_isToldAndForgotten() throws Exception {
    LOGIN.lifetime(Duration.ofSeconds(50));
    signIn();
    Path kept = shell.kept("login-").getFirst();
    String text = Files.readString(kept);
    shell.run("list").assertCode(0);
    // The refresh token that was used already.
    Files.writeString(kept, text);
    Ended over = shell.run("list").assertCode(3);
    over.assertErr("your login has expired", "run `brevet login`");
    assertEquals(List.of(), shell.kept("login-"));
    for (String broken : List.of("{", "{\"token\":\"a b\"}", "")) {
      Files.writeString(kept, broken);
      Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rw-------"));
      shell.run("list").assertCode(3).assertErr("you are not signed in");
    }
  }

  @Test
  void issuerThatIsDown_keepsTheLogin() throws Exception {
    LOGIN.lifetime(Duration.ofSeconds(50));
    signIn();
    WORLD.issuer().faults().always("discovery", new Fault.Refuse(503, "", "{}"));
    shell.run("list").assertCode(5).assertErr("no answer from the issuer");
    WORLD.issuer().faults().clear();
    shell.run("list").assertCode(0);
  }

  @Test
  void kept_credentialsNeedNoToken() throws Exception {
    LOGIN.lifetime(Duration.ofSeconds(50));
    signIn();
    Ended first = shell.run("credentials", "orders-reader").assertCode(0);
    WORLD.issuer().faults().always("discovery", new Fault.Refuse(503, "", "{}"));
    assertEquals(first.out(), shell.run("credentials", "orders-reader").assertCode(0).out());
  }

  @Test
  void idTokenOfAnother_isNotTaken() throws Exception {
    for (Map<String, Object> wrong :
        List.<Map<String, Object>>of(
            Map.of("iss", "https://evil.example"),
            Map.of("exp", 1),
            Map.of("nonce", "of-another-login"),
            Map.of("aud", "another-client"),
            // Made for another client, and good for this one too: OpenID Connect Core 1.0, 3.1.3.7.
            Map.of("aud", List.of("brevet", "another-client"), "azp", "another-client"))) {
      Map<String, Object> claims = new HashMap<>(PERSON);
      claims.putAll(wrong);
      LOGIN.person(claims);
      Login login = Login.start(shell, "login", "--no-browser");
      String callback = visit(login.address()).headers().firstValue("Location").orElseThrow();
      visit(callback);
      login.ended().assertCode(3).assertErr("gave an ID token");
    }
  }

  @Test
  void issuer_mustBeItself_andSafe() throws Exception {
    try (StandIn other =
        new StandIn(
            _ -> new Said(200, Map.of(), "{\"issuer\":\"" + WORLD.issuer().url() + "\"}"))) {
      shell.configure("issuer = " + other.url(), "client-id = brevet");
      shell.run("login").assertCode(2).assertErr("belongs to another issuer");
    }
    try (StandIn insecure = issuerWith("\"token_endpoint\":\"http://evil.example/token\"")) {
      shell.configure("issuer = " + insecure.url(), "client-id = brevet");
      shell.run("login", "--device").assertCode(2).assertErr("`token_endpoint` is not an https");
    }
    shell.configure("issuer = http://issuer.example", "client-id = brevet");
    shell.run("login").assertCode(2).assertErr("not https");
    shell.configure("issuer = https://issuer.example");
    shell.run("login").assertCode(2).assertErr("client-id");
    shell.configure("");
    shell.run("login").assertCode(2).assertErr("no issuer is configured");
  }

  private void signIn() throws Exception {
    Login login = Login.start(shell, "login", "--no-browser");
    visit(visit(login.address()).headers().firstValue("Location").orElseThrow());
    login.ended().assertCode(0);
  }

  /// A login that waits for somebody.
  private record Login(Process process, StringBuilder told) {
    private static final Pattern PAGE = Pattern.compile("http://\\S+/authorize\\?\\S+");
    private static final Pattern USER_CODE = Pattern.compile("enter the code (\\S+)");

    static Login start(Shell shell, String... arguments) throws IOException {
      Process process = shell.start(arguments);
      BufferedReader err = process.errorReader(StandardCharsets.UTF_8);
      StringBuilder told = new StringBuilder();
      for (String line = err.readLine(); line != null; line = err.readLine()) {
        told.append(line).append('\n');
        if (PAGE.matcher(line).find() || USER_CODE.matcher(line).find()) {
          break;
        }
      }
      return new Login(process, told);
    }

    String address() {
      Matcher page = PAGE.matcher(told);
      assertTrue(page.find(), told.toString());
      return page.group();
    }

    Map<String, String> query() {
      Map<String, String> query = new HashMap<>();
      for (String part : URI.create(address()).getRawQuery().split("&", -1)) {
        query.put(
            part.substring(0, part.indexOf('=')),
            URLDecoder.decode(part.substring(part.indexOf('=') + 1), StandardCharsets.UTF_8));
      }
      return query;
    }

    String userCode() {
      Matcher code = USER_CODE.matcher(told);
      assertTrue(code.find(), told.toString());
      return code.group(1);
    }

    Ended ended() throws IOException {
      StringBuilder rest = new StringBuilder(told);
      process.errorReader(StandardCharsets.UTF_8).lines().forEach(l -> rest.append(l).append('\n'));
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      try {
        return new Ended(process.waitFor(), out, rest.toString());
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static Function<String, String> slowDown() {
    AtomicInteger asked = new AtomicInteger();
    return _ ->
        asked.getAndIncrement() == 0
            ? "{\"error\":\"slow_down\"}"
            : "{\"error\":\"expired_token\"}";
  }

  /// An issuer of devices whose token endpoint answers what `token` says.
  private static StandIn issuer(Function<String, String> token) {
    return issuer(token, "c", "https://i.example/d");
  }

  private static StandIn issuer(Function<String, String> token, String userCode, String page) {
    StandIn[] self = new StandIn[1];
    self[0] =
        new StandIn(
            path ->
                switch (path) {
                  case "/.well-known/openid-configuration" ->
                      new Said(
                          200,
                          Map.of(),
                          "{\"issuer\":\"U\",\"token_endpoint\":\"U/token\","
                                  .replace("U", self[0].url())
                              + "\"device_authorization_endpoint\":\"U/device\"}"
                                  .replace("U", self[0].url()));
                  case "/device" ->
                      new Said(
                          200,
                          Map.of(),
                          "{\"device_code\":\"d\",\"user_code\":\""
                              + userCode
                              + "\",\"interval\":1,\"expires_in\":60,\"verification_uri\":\""
                              + page
                              + "\"}");
                  default -> new Said(400, Map.of(), token.apply(path));
                });
    return self[0];
  }

  private static StandIn issuerWith(String member) {
    StandIn[] self = new StandIn[1];
    self[0] =
        new StandIn(
            path ->
                path.equals("/device")
                    ? new Said(
                        200,
                        Map.of(),
                        "{\"device_code\":\"d\",\"user_code\":\"c\",\"interval\":1,"
                            + "\"verification_uri\":\"https://i.example/d\"}")
                    : new Said(
                        200,
                        Map.of(),
                        "{\"issuer\":\"U\",\"device_authorization_endpoint\":\"U/device\","
                                .replace("U", self[0].url())
                            + member
                            + "}"));
    return self[0];
  }

  private static HttpResponse<String> visit(String address) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(30)).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  /// The status of an address that need not be one.
  private static int visitRaw(String address) throws IOException {
    URI uri = URI.create(address.replaceFirst("\\?.*", ""));
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), uri.getPort())) {
      String target = address.substring(address.indexOf(uri.getRawPath()));
      socket
          .getOutputStream()
          .write(
              ("GET "
                      + target
                      + " HTTP/1.1\r\nConnection: close\r\nHost: "
                      + uri.getAuthority()
                      + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return Integer.parseInt(answer.substring(9, 12));
    }
  }
}
