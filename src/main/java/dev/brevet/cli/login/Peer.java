package dev.brevet.cli.login;

import module java.base;

import com.sun.net.httpserver.HttpExchange;

/// The user at the other end of a connection within this machine, where the system says so: Linux
/// does, in `/proc/net/tcp` (proc(5)).
final class Peer {
  /// Connections over IPv4, and those over IPv4 of programs that ask for IPv6.
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

  /// What an IPv4 address begins with as one of IPv6: RFC 4291, 2.5.5.2.
  private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

  private static final int READINGS = 3;

  private Peer() {}

  /// Whether this system reports the owner of a connection.
  static boolean isKnown() {
    return TABLES.stream().anyMatch(Files::isReadable);
  }

  /// Whether the request comes from a program that is not known to be this user's. A connection
  /// that the system does not list counts as another user's: its other end may have closed it in
  /// order not to be found. False where the system lists no connections.
  static boolean isAnotherUser(HttpExchange exchange) {
    return isKnown() && !isSameUser(exchange.getLocalAddress(), exchange.getRemoteAddress());
  }

  private static boolean isSameUser(InetSocketAddress here, InetSocketAddress there) {
    try {
      // The tables change while they are read: a row that is missed once is looked for again.
      for (int reading = 0; reading < READINGS; reading++) {
        List<String> connections = new ArrayList<>();
        for (Path table : TABLES) {
          if (Files.isReadable(table)) {
            connections.addAll(Files.readAllLines(table));
          }
        }
        if (isSameUser(connections, here, there)) {
          return true;
        }
      }
      return false;
    } catch (IOException _) {
      return false;
    }
  }

  /// Both ends of one connection stand in the table, each by itself.
  ///
  /// @param connections the lines of the tables
  static boolean isSameUser(
      List<String> connections, InetSocketAddress here, InetSocketAddress there) {
    Optional<String> us = user(connections, here, there);
    return us.isPresent() && us.equals(user(connections, there, here));
  }

  /// Columns: number, local address, remote address, state, queues, timers, retransmissions, user,
  /// timeout, inode. An end that no program holds any more has no inode, and 0 for its user.
  private static Optional<String> user(
      List<String> connections, InetSocketAddress local, InetSocketAddress remote) {
    return connections.stream()
        .map(line -> line.strip().split("\\s+"))
        .filter(columns -> columns.length > 9 && !columns[9].equals("0"))
        .filter(columns -> spellings(local).contains(columns[1]))
        .filter(columns -> spellings(remote).contains(columns[2]))
        .map(columns -> columns[7])
        .findFirst();
  }

  /// The whole address, as either table writes it: every address of 127.0.0.0/8 is this machine,
  /// and any program can have its connection come from any of them.
  private static List<String> spellings(InetSocketAddress address) {
    byte[] bytes = address.getAddress().getAddress();
    String port = ":%04X".formatted(address.getPort());
    return bytes.length == 4
        ? List.of(words(bytes) + port, words(MAPPED) + words(bytes) + port)
        : List.of(words(bytes) + port);
  }

  /// Words of four bytes, as this machine reads them.
  private static String words(byte[] bytes) {
    ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    StringBuilder text = new StringBuilder();
    while (words.hasRemaining()) {
      text.append("%08X".formatted(words.getInt()));
    }
    return text.toString();
  }
}
