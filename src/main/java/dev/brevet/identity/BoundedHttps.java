package dev.brevet.identity;

import module java.base;

import dev.brevet.deadline.Deadline;
import dev.brevet.iam.UnicodeText;
import java.net.Proxy;
import org.jspecify.annotations.Nullable;

/// One request for a small document: no redirect is followed, no proxy used, it is sent once, and
/// size, waiting and the whole time are bounded.
///
/// [HttpURLConnection] and not `java.net.http`: the latter loads some hundred classes more and
/// starts a selector thread, for requests that a function makes seldom. Certificates and host names
/// are checked by the JDK.
public final class BoundedHttps {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration READ = Duration.ofSeconds(2);
  private static final int MOST_ABANDONED = 4;

  private final Check check;
  private final int mostBytes;
  private final Map<String, Integer> abandonedByParty = new HashMap<>();

  public record Answer(int status, String body) {}

  /// Looks at a URL before it is asked; part of the bounded time.
  public interface Check {
    void require(URI url) throws IOException;
  }

  public BoundedHttps(Check check, int mostBytes) {
    this.check = check;
    this.mostBytes = mostBytes;
  }

  /// The answer to a GET, of whatever status. The body of an answer that is not 200 is read too,
  /// within the same bounds.
  ///
  /// A server that sends a byte now and then never lets a read time out, and some reads (status,
  /// headers, the size of a chunk) end only once all of it came. So a thread of its own reads, and
  /// this one waits for it until `deadline` at most. Abandoned threads may read on: once a `party`
  /// has a few of them it is not asked, so that no party fills this machine with threads.
  ///
  /// @throws IOException when there was none in time, it is too large or not UTF-8
  public Answer get(String party, URI url, Map<String, String> headers, Deadline deadline)
      throws IOException {
    return answer(party, url, headers, Optional.empty(), deadline);
  }

  /// The same to a POST. The server may take all of the time before its answer begins.
  ///
  /// @throws IOException as [#get]
  public Answer post(
      String party, URI url, Map<String, String> headers, String body, Deadline deadline)
      throws IOException {
    return answer(party, url, headers, Optional.of(body), deadline);
  }

  private Answer answer(
      String party, URI url, Map<String, String> headers, Optional<String> sent, Deadline deadline)
      throws IOException {
    Duration left = deadline.left();
    if (left.toMillis() == 0) {
      throw new IOException("no time was left to ask");
    }
    synchronized (abandonedByParty) {
      if (abandonedByParty.getOrDefault(party, 0) >= MOST_ABANDONED) {
        throw new IOException("too many of its answers took too long and are still open");
      }
    }
    Exchange exchange = new Exchange(party, url, headers, sent, left);
    FutureTask<Answer> answer = new FutureTask<>(exchange);
    Thread thread = new Thread(answer, "bounded-https");
    thread.setDaemon(true);
    thread.start();
    try {
      return answer.get(left.toMillis(), TimeUnit.MILLISECONDS);
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
    private final String party;
    private final URI url;
    private final Map<String, String> headers;
    private final Optional<String> sent;
    private final Duration left;
    private boolean ended;
    private volatile boolean abandoned;
    private volatile @Nullable HttpURLConnection waiting;

    private Exchange(
        String party, URI url, Map<String, String> headers, Optional<String> sent, Duration left) {
      this.party = party;
      this.url = url;
      this.headers = headers;
      this.sent = sent;
      this.left = left;
    }

    @Override
    public Answer call() throws IOException {
      try {
        return answer();
      } finally {
        synchronized (abandonedByParty) {
          ended = true;
          if (abandoned) {
            abandonedByParty.computeIfPresent(party, (_, count) -> count == 1 ? null : count - 1);
          }
        }
      }
    }

    private Answer answer() throws IOException {
      check.require(url);
      if (!(url.toURL().openConnection(Proxy.NO_PROXY) instanceof HttpURLConnection connection)) {
        throw new IOException("not an http url");
      }
      try {
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout(millis(CONNECT));
        connection.setReadTimeout(millis(sent.isPresent() ? left : READ));
        headers.forEach(connection::setRequestProperty);
        waiting = connection;
        if (sent.isPresent()) {
          byte[] bytes = sent.get().getBytes(StandardCharsets.UTF_8);
          connection.setDoOutput(true);
          // A stream of fixed length is not sent again where a connection broke.
          connection.setFixedLengthStreamingMode(bytes.length);
          try (OutputStream out = connection.getOutputStream()) {
            out.write(bytes);
          }
        }
        int status = connection.getResponseCode();
        waiting = null;
        InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream();
        return new Answer(status, body == null ? "" : read(body));
      } finally {
        connection.disconnect();
      }
    }

    private int millis(Duration most) {
      return (int) Math.min(most.toMillis(), left.toMillis());
    }

    /// The caller has stopped waiting. Before the body begins the connection can be closed from
    /// outside; after it, closing would wait for the read that is under way.
    private void abandon() {
      synchronized (abandonedByParty) {
        if (ended) {
          return;
        }
        abandoned = true;
        abandonedByParty.merge(party, 1, Integer::sum);
      }
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
        throw new IOException("no request waits for the answer any more");
      }
    }
  }
}
