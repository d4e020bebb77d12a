package dev.brevet.identity;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;

/// One GET of a small document: no redirect is followed, no proxy used, and size, waiting and the
/// whole time are bounded.
///
/// [HttpURLConnection] and not `java.net.http`: the latter loads some hundred classes more and
/// starts a selector thread, for a request that a function makes once in a quarter of an hour.
/// Certificates and host names are checked by the JDK.
final class HttpsGet {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int READ_MILLIS = 2_000;
  private static final Duration WHOLE = Duration.ofSeconds(5);

  private final InstantSource clock;
  private final int mostBytes;

  record Answer(int status, String body) {}

  HttpsGet(InstantSource clock, int mostBytes) {
    this.clock = clock;
    this.mostBytes = mostBytes;
  }

  /// The answer, of whatever status. The body of an answer that is not 200 is read too, within the
  /// same bounds.
  ///
  /// @throws IOException when there was none in time, it is too large or not UTF-8
  Answer get(URI url, Map<String, String> headers) throws IOException {
    Instant deadline = clock.instant().plus(WHOLE);
    if (!(url.toURL().openConnection(Proxy.NO_PROXY) instanceof HttpURLConnection connection)) {
      throw new IOException("not an http url");
    }
    try {
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      connection.setConnectTimeout(CONNECT_MILLIS);
      connection.setReadTimeout(READ_MILLIS);
      headers.forEach(connection::setRequestProperty);
      int status = connection.getResponseCode();
      InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream();
      return new Answer(status, body == null ? "" : read(body, deadline));
    } finally {
      connection.disconnect();
    }
  }

  private String read(InputStream body, Instant deadline) throws IOException {
    byte[] bytes = new byte[Math.min(mostBytes, 8192)];
    int length = 0;
    try (body) {
      while (true) {
        if (length == bytes.length) {
          if (length > mostBytes) {
            throw new IOException("the answer is larger than " + mostBytes + " bytes");
          }
          bytes = Arrays.copyOf(bytes, Math.min(bytes.length * 2, mostBytes + 1));
        }
        int read = body.read(bytes, length, bytes.length - length);
        if (read < 0) {
          // Refuses what is not UTF-8.
          return StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, 0, length))
              .toString();
        }
        length += read;
        if (length > mostBytes) {
          throw new IOException("the answer is larger than " + mostBytes + " bytes");
        }
        if (clock.instant().isAfter(deadline)) {
          throw new IOException("the answer took too long");
        }
      }
    }
  }
}
