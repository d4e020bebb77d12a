package dev.brevet.identity;

import dev.brevet.iam.UnicodeText;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One GET of a small document: no redirect is followed, no proxy used, and size, waiting and the
/// whole time are bounded.
///
/// [HttpURLConnection] and not `java.net.http`: the latter loads some hundred classes more and
/// starts a selector thread, for a request that a function makes once in a quarter of an hour.
/// Certificates and host names are checked by the JDK.
final class HttpsGet {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int READ_MILLIS = 2_000;
  private static final Duration WHOLE = Duration.ofSeconds(3);

  private final Check check;
  private final int mostBytes;

  record Answer(int status, String body) {}

  /// Looks at a URL before it is asked; part of the bounded time.
  interface Check {
    void require(URI url) throws IOException;
  }

  HttpsGet(Check check, int mostBytes) {
    this.check = check;
    this.mostBytes = mostBytes;
  }

  /// The answer, of whatever status. The body of an answer that is not 200 is read too, within the
  /// same bounds.
  ///
  /// A server that sends a byte now and then never lets a read time out, and some reads (status,
  /// headers, the size of a chunk) end only once all of it came. So a thread of its own reads, and
  /// this one waits for it no longer than it may.
  ///
  /// @throws IOException when there was none in time, it is too large or not UTF-8
  Answer get(URI url, Map<String, String> headers) throws IOException {
    Exchange exchange = new Exchange(url, headers);
    FutureTask<Answer> answer = new FutureTask<>(exchange);
    Thread thread = new Thread(answer, "https-get");
    thread.setDaemon(true);
    thread.start();
    try {
      return answer.get(WHOLE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      exchange.abandon();
      throw new IOException("the answer took too long");
    } catch (InterruptedException _) {
      exchange.abandon();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the answer");
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof IOException fault
          ? fault
          : new IOException("the request could not be made", failed);
    }
  }

  private final class Exchange implements Callable<Answer> {
    private final URI url;
    private final Map<String, String> headers;
    private volatile boolean abandoned;
    private volatile @Nullable HttpURLConnection waiting;

    private Exchange(URI url, Map<String, String> headers) {
      this.url = url;
      this.headers = headers;
    }

    @Override
    public Answer call() throws IOException {
      check.require(url);
      if (!(url.toURL().openConnection(Proxy.NO_PROXY) instanceof HttpURLConnection connection)) {
        throw new IOException("not an http url");
      }
      try {
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        headers.forEach(connection::setRequestProperty);
        waiting = connection;
        int status = connection.getResponseCode();
        waiting = null;
        InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream();
        return new Answer(status, body == null ? "" : read(body));
      } finally {
        connection.disconnect();
      }
    }

    /// Nobody waits any longer. Before the body begins the connection can be closed from outside;
    /// after it, closing would wait for the read that is under way.
    private void abandon() {
      abandoned = true;
      HttpURLConnection connection = waiting;
      if (connection != null) {
        connection.disconnect();
      }
    }

    private String read(InputStream body) throws IOException {
      byte[] bytes = new byte[Math.min(mostBytes, 8192)];
      int length = 0;
      try (body) {
        while (!abandoned) {
          if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(bytes.length * 2, mostBytes + 1));
          }
          int read = body.read(bytes, length, bytes.length - length);
          if (read < 0) {
            // Refuses what is not UTF-8.
            return UnicodeText.decode(Arrays.copyOf(bytes, length))
                .orElseThrow(() -> new IOException("the answer is not UTF-8"));
          }
          length += read;
          if (length > mostBytes) {
            throw new IOException("the answer is larger than " + mostBytes + " bytes");
          }
        }
        throw new IOException("nobody waits for the answer");
      }
    }
  }
}
