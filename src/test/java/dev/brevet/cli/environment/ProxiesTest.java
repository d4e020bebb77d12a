package dev.brevet.cli.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import module java.base;

import java.net.Proxy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {
  private static final String PROXY = "http://proxy.example:3128";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://brevet.example.com | | true",
        "https://brevet.example.com | other.example | true",
        "https://brevet.example.com | example.com | false",
        "https://brevet.example.com | .example.com | false",
        "https://brevet.example.com | other.example, EXAMPLE.com | false",
        "https://brevet.example.com | le.com | true",
        "https://brevet.example.com | * | false",
        "https://brevet.example.com | *.example.com | false",
        "https://brevet.example.com | brevet.example.com:443 | false",
        "https://brevet.example.com | brevet.example.com:8443 | true",
        "https://brevet.example.com:8443 | brevet.example.com:8443 | false",
        "https://10.1.2.3 | 10.0.0.0/8 | false",
        "https://10.1.2.3 | 10.1.2.3 | false",
        "https://11.1.2.3 | 10.0.0.0/8 | true",
        "https://10.1.2.3 | 0.0.0.0/0 | false",
        "https://10.1.2.3 | 10.0.0.0/33 | true",
        "https://10.1.2.3 | fd00::/8 | true",
        "https://[fd00::1] | fd00::/8 | false",
        "https://ten.example | 10.0.0.0/8 | true",
        "https://localhost:8443 | | false",
        "http://127.0.0.1:8787 | | false",
      })
  void proxy_isUsedWhereItShould(String url, String without, boolean proxied) throws Failure {
    Map<String, String> environment =
        without == null
            ? Map.of("HTTPS_PROXY", PROXY)
            : Map.of("HTTPS_PROXY", PROXY, "NO_PROXY", without);
    Proxy chosen = Proxies.of(environment(environment)).select(URI.create(url)).getFirst();
    assertEquals(
        proxied
            ? new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy.example", 3128))
            : Proxy.NO_PROXY,
        chosen);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "://",
        "http://",
        "a b",
        "socks5://proxy.example:1080",
        "https://proxy.example:3128",
        "http://proxy.example:0",
        "http://proxy.example:65536",
        "http://secret:word@",
        "http://proxy.example/path"
      })
  void proxyThatCannotBeUsed_isRefusedAndNeverGoneAround(String proxy) {
    Failure failure =
        assertThrows(Failure.class, () -> Proxies.of(environment(Map.of("https_proxy", proxy))));

    assertEquals(Exit.USAGE, failure.exit());
    assertFalse(failure.message().contains("word"), failure.message());
  }

  @ParameterizedTest
  @CsvSource({
    "proxy.example, proxy.example, 80",
    "http://corp_proxy:3128, corp_proxy, 3128",
    "HTTP://ann:pa%3Ass@proxy.example:3128/, proxy.example, 3128",
    "http://[fd00::1]:3128, [fd00::1], 3128"
  })
  void proxy_isReadAsPeopleWriteIt(String text, String host, int port) throws Failure {
    assertEquals(
        new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port)),
        Proxies.of(environment(Map.of("HTTPS_PROXY", text)))
            .select(URI.create("https://brevet.example.com"))
            .getFirst());
  }

  private static Environment environment(Map<String, String> environment) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return new Environment(
        environment,
        Clock.systemUTC(),
        SecureRandom::new,
        Path.of("."),
        Path.of("."),
        Optional.empty(),
        new ByteArrayInputStream(new byte[0]),
        nowhere,
        nowhere);
  }
}
