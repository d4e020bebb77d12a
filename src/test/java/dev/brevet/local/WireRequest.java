package dev.brevet.local;

import module java.base;

import com.sun.net.httpserver.HttpExchange;

/// An HTTP request as it came over the wire: path and query still percent-encoded, header names
/// lower case, each with its values in order.
@SuppressWarnings("ArrayRecordComponent") // the bytes of one request, never compared
record WireRequest(
    String method,
    String rawPath,
    String rawQuery,
    Map<String, List<String>> headers,
    byte[] body,
    String sourceAddress) {
  /// Reads `exchange`, at most `most` bytes of body. Empty when there are more.
  static Optional<WireRequest> read(HttpExchange exchange, int most) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(most + 1);
    if (body.length > most) {
      return Optional.empty();
    }
    Map<String, List<String>> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    return Optional.of(
        new WireRequest(
            exchange.getRequestMethod(),
            Optional.ofNullable(exchange.getRequestURI().getRawPath()).orElse("/"),
            Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""),
            headers,
            body,
            exchange.getRemoteAddress().getAddress().getHostAddress()));
  }

  /// The values of `name` (lower case) joined with commas; empty when it was not sent.
  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).map(values -> String.join(",", values));
  }
}
