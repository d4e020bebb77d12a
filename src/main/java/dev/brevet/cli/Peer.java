package dev.brevet.cli;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The user at the other end of a connection within this machine, where the system says so: Linux
/// does, in `/proc/net/tcp` (proc(5)).
final class Peer {
  /// Connections over IPv4, and those over IPv4 of programs that ask for IPv6.
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

  private Peer() {}

  /// Whether this system says whose connections are.
  static boolean isKnown() {
    return TABLES.stream().anyMatch(Files::isReadable);
  }

  /// Whether the request comes from a program of another user. False where the system does not say.
  static boolean isAnotherUser(HttpExchange exchange) {
    try {
      List<String> connections = new ArrayList<>();
      for (Path table : TABLES) {
        if (Files.isReadable(table)) {
          connections.addAll(Files.readAllLines(table));
        }
      }
      String here = port(exchange.getLocalAddress());
      String there = port(exchange.getRemoteAddress());
      Optional<String> us = user(connections, here, there);
      // Both ends of one connection stand in the table.
      return us.isPresent() && !us.equals(user(connections, there, here));
    } catch (IOException _) {
      return false;
    }
  }

  /// Columns: number, local address, remote address, state, queues, timers, retransmissions, user.
  private static Optional<String> user(List<String> connections, String local, String remote) {
    return connections.stream()
        .map(line -> line.strip().split("\\s+"))
        .filter(columns -> columns.length > 7)
        .filter(columns -> columns[1].endsWith(local) && columns[2].endsWith(remote))
        .map(columns -> columns[7])
        .findFirst();
  }

  /// The end of 127.0.0.1 and a port as the table writes them, in either family.
  private static String port(InetSocketAddress address) {
    return "0100007F:%04X".formatted(address.getPort());
  }
}
