package dev.brevet.vending.sts;

import module java.base;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/// An STS that answers what it is told to, the last answer for ever, and keeps what it was asked.
final class ScriptedSts implements AutoCloseable {
  private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";
  private static final int HANG_UP = -1;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Map<String, String>> requests = new ArrayList<>();
  private List<Reply> replies = List.of();

  /// A reply, given after a while.
  record Reply(int status, String body, Duration delay) {
    Reply after(Duration longer) {
      return new Reply(status, body, longer);
    }
  }

  ScriptedSts() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /// A session, in STS's words.
  static Reply session() {
    return new Reply(
        200,
        """
        <AssumeRoleResponse xmlns="%s"><AssumeRoleResult>
        <Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>hush-secret</SecretAccessKey>
        <SessionToken>hush-token</SessionToken><Expiration>2026-11-22T10:15:00Z</Expiration></Credentials>
        <AssumedRoleUser><AssumedRoleId>AROAEXAMPLE:caller-x</AssumedRoleId>
        <Arn>arn:aws:sts::111122223333:assumed-role/Reader/caller-x</Arn></AssumedRoleUser>
        <PackedPolicySize>23</PackedPolicySize></AssumeRoleResult>
        <ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></AssumeRoleResponse>
        """
            .formatted(NAMESPACE),
        Duration.ZERO);
  }

  /// An error, in STS's words.
  static Reply error(int status, String code, String message) {
    return new Reply(
        status,
        """
        <ErrorResponse xmlns="%s"><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error>
        <RequestId>r-1</RequestId></ErrorResponse>
        """
            .formatted(NAMESPACE, code, message),
        Duration.ZERO);
  }

  /// No answer: the connection ends.
  static Reply hangUp() {
    return new Reply(HANG_UP, "", Duration.ZERO);
  }

  void answer(Reply... inOrder) {
    replies = List.of(inOrder);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  synchronized List<Map<String, String>> requests() {
    return List.copyOf(requests);
  }

  private synchronized Reply next(Map<String, String> request) {
    requests.add(request);
    return replies.get(Math.min(requests.size(), replies.size()) - 1);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Reply reply = next(fields(form));
    try (exchange) {
      Thread.sleep(reply.delay());
      if (reply.status() != HANG_UP) {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/xml");
        exchange.sendResponseHeaders(reply.status(), body.length);
        exchange.getResponseBody().write(body);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, String> fields(String form) {
    Map<String, String> fields = new TreeMap<>();
    for (String pair : form.split("&", -1)) {
      String[] half = pair.split("=", 2);
      fields.put(half[0], URLDecoder.decode(half[1], StandardCharsets.UTF_8));
    }
    return fields;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
