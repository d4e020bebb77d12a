package dev.brevet.cli.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import module java.base;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Rows of `/proc/net/tcp` as Linux writes them on machines of little end (proc(5)).
class PeerTest {
  private static final InetSocketAddress HERE =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 4096);

  private static String row(String local, String remote, String user, String inode) {
    return "   1: %s %s 01 00000000:00000000 00:00000000 00000000 %s 0 %s 1 0 20 4 30 10 -1"
        .formatted(local, remote, user, inode);
  }

  private static boolean isSameUser(String there, int port, String... rows) {
    assumeTrue(ByteOrder.nativeOrder().equals(ByteOrder.LITTLE_ENDIAN), "rows of the other end");
    return Peer.isSameUser(
        List.of(rows), HERE, new InetSocketAddress(InetAddress.ofLiteral(there), port));
  }

  @ParameterizedTest
  @CsvSource({
    "1000, 77, true",
    "1001, 77, false",
    // A connection that its program has closed says 0, which is root.
    "0, 0, false",
    "1000, 0, false",
  })
  void otherEnd_isOfTheSameUser(String user, String inode, boolean same) {
    String ours = row("0100007F:1000", "0100007F:2000", "1000", "76");
    assertEquals(
        same,
        isSameUser("127.0.0.1", 8192, ours, row("0100007F:2000", "0100007F:1000", user, inode)));
  }

  @Test
  void connectionThatIsNotThere_isNobodys() {
    assertEquals(false, isSameUser("127.0.0.1", 8192));
    assertEquals(
        false, isSameUser("127.0.0.1", 8192, row("0100007F:1000", "0100007F:2000", "0", "76")));
    assertEquals(
        false, isSameUser("127.0.0.1", 8192, row("0100007F:2000", "0100007F:1000", "0", "76")));
    // Root's own end, which the other end's program left behind.
    assertEquals(
        false,
        isSameUser(
            "127.0.0.1",
            8192,
            row("0100007F:1000", "0100007F:2000", "0", "76"),
            row("0100007F:2000", "0100007F:1000", "0", "0")));
  }

  @Test
  void wholeAddress_counts_inBothFamilies() {
    String mapped = "0000000000000000FFFF0000";
    // The server's end over IPv6, the other over IPv4, from another address of this machine.
    assertEquals(
        true,
        isSameUser(
            "127.0.0.2",
            8192,
            row(mapped + "0100007F:1000", mapped + "0200007F:2000", "1000", "76"),
            row("0200007F:2000", "0100007F:1000", "1000", "77")));
    // Other connections with the same ports are others'.
    assertEquals(
        false,
        isSameUser(
            "127.0.0.2",
            8192,
            row("0100007F:1000", "0100007F:2000", "1000", "76"),
            row("0100007F:2000", "0100007F:1000", "1000", "77"),
            row("0100007F:1000", "0200007F:2000", "1000", "78"),
            row("0200007F:2000", "0100007F:1000", "1001", "79")));
    assertEquals(
        false,
        isSameUser(
            "127.0.0.1",
            8192,
            row("FD0000000000000000000000" + "0100007F:1000", "0100007F:2000", "1000", "76"),
            row("0100007F:2000", "0100007F:1000", "1000", "77")));
  }
}
