package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import module java.base;

import dev.brevet.local.LocalWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a page in a browser on the developer's machine gets from the ports of the local world.
///
/// A page can reach a port of 127.0.0.1 through a host name that its author points there (DNS
/// rebinding), or by a request to another origin.
class LocalPortsTest {
  private static final LocalWorld WORLD = SharedWorld.world();

  private static Stream<URI> everyPort() {
    return Stream.of(
        WORLD.url(),
        WORLD.issuer().url(),
        WORLD.stsEndpoint(),
        WORLD.dynamoDbEndpoint(),
        WORLD.signIn().endpoint());
  }

  @ParameterizedTest
  @MethodSource("everyPort")
  void requestThroughAnotherHostName_isMisdirected(URI port) throws IOException {
    for (String host :
        new String[] {
          "evil.example", "evil.example:" + port.getPort(), "127.0.0.1:1", "127.0.0.1.evil.example"
        }) {
      assertEquals(421, status(port, "Host: " + host + "\r\n"), host);
    }
    // AWS's Common Runtime leaves the port out.
    for (String host :
        new String[] {
          "127.0.0.1:" + port.getPort(), "localhost:" + port.getPort(), "127.0.0.1", "localhost"
        }) {
      assertNotEquals(421, status(port, "Host: " + host + "\r\n"), host);
    }
  }

  @Test
  void requestOfAnotherOriginsPage_isRefusedWhereNoPageHasBusiness() throws IOException {
    for (URI port : everyPort().skip(1).toList()) {
      String host = "Host: 127.0.0.1:" + port.getPort() + "\r\n";
      assertEquals(403, status(port, host + "Origin: https://evil.example\r\n"), port::toString);
      assertEquals(
          status(port, host),
          status(port, host + "Origin: http://127.0.0.1:" + port.getPort() + "\r\n"),
          port::toString);
    }
  }

  private static int status(URI port, String headers) throws IOException {
    try (Socket socket = new Socket(port.getHost(), port.getPort())) {
      socket
          .getOutputStream()
          .write(
              ("POST /federation HTTP/1.1\r\n"
                      + headers
                      + "Content-Length: 0\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return Integer.parseInt(answer.split(" ", 3)[1]);
    }
  }
}
