package dev.brevet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        "https://localhost:8443 | | false",
        "http://127.0.0.1:8787 | | false",
      })
  void proxy_isUsedWhereItShould(String url, String without, boolean proxied) {
    Map<String, String> environment =
        without == null
            ? Map.of("HTTPS_PROXY", PROXY)
            : Map.of("HTTPS_PROXY", PROXY, "NO_PROXY", without);
    Proxy chosen = Proxies.of(surroundings(environment)).select(URI.create(url)).getFirst();
    assertEquals(
        proxied
            ? new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy.example", 3128))
            : Proxy.NO_PROXY,
        chosen);
  }

  @Test
  void proxyThatIsNone_isDoneWithout() {
    for (String proxy : new String[] {"://", "http://", "a b"}) {
      assertEquals(
          Proxy.NO_PROXY,
          Proxies.of(surroundings(Map.of("https_proxy", proxy)))
              .select(URI.create("https://brevet.example.com"))
              .getFirst());
    }
  }

  @Test
  void othersText_steersNoTerminal() {
    assertEquals("a?[31mb?c d?e", Terminal.plain("a\u001b[31mb\u202ec\nd\u0085e"));
    assertEquals("gr\u00fcn \ud83d\ude00", Terminal.plain("gr\u00fcn \ud83d\ude00"));
  }

  private static Surroundings surroundings(Map<String, String> environment) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return new Surroundings(
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
