package dev.brevet.runtime;

import module java.base;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/// The Lambda runtime API for one execution environment, snapshot hooks included: what a function's
/// runtime interface client asks for work and reports to.
///
/// Source: <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html> and the requests of
/// aws-lambda-java-runtime-interface-client 2.9.0.
public final class RuntimeApi implements AutoCloseable {
  private static final String PREFIX = "/2018-06-01/runtime/";

  static {
    // Without it the server's answers wait for the peer's delayed acknowledgement, 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /// An answer and how long it took, from handing the event over to having the answer whole.
  public record Answer(String text, long nanos) {
    /// In milliseconds.
    public double milliseconds() {
      return nanos / 1e6;
    }
  }

  /// The function said that it failed, or did not answer.
  public static final class FunctionFailed extends RuntimeException {
    FunctionFailed(String message) {
      super(message);
    }
  }

  private record Invocation(String id, ByteBuffer event) {}

  private record Reply(String text, long nanoTime) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final LinkedBlockingQueue<Invocation> work = new LinkedBlockingQueue<>();
  private final Map<String, CompletableFuture<Reply>> replies = new ConcurrentHashMap<>();
  private final CompletableFuture<Long> ready = new CompletableFuture<>();
  private final CompletableFuture<Long> snapshot = new CompletableFuture<>();
  private final CompletableFuture<Boolean> restored = new CompletableFuture<>();

  public RuntimeApi() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(PREFIX, this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /// The value of `AWS_LAMBDA_RUNTIME_API`.
  public String address() {
    return server.getAddress().getAddress().getHostAddress() + ":" + server.getAddress().getPort();
  }

  /// Waits until the function first asks for an event; gives the [System#nanoTime] of that.
  public long awaitReady(Duration patience) {
    return await(ready, patience, "the function did not become ready");
  }

  /// Waits until the function's hooks before a snapshot are through.
  public long awaitSnapshot(Duration patience) {
    return await(snapshot, patience, "the function did not become ready for its snapshot");
  }

  /// Lets a function go on that waits for being restored.
  public void restore() {
    restored.complete(true);
  }

  /// Hands `event` over and waits for the answer.
  ///
  /// @throws FunctionFailed if the function reports an error or does not answer within `patience`
  public Answer invoke(byte[] event, Duration patience) {
    String id = UUID.randomUUID().toString();
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    replies.put(id, reply);
    long start = System.nanoTime();
    work.add(new Invocation(id, ByteBuffer.wrap(event)));
    Reply got = await(reply, patience, "the function did not answer");
    return new Answer(got.text(), got.nanoTime() - start);
  }

  /// Ends every wait with `cause`: the process is gone.
  void fail(String cause) {
    FunctionFailed failure = new FunctionFailed(cause);
    ready.completeExceptionally(failure);
    snapshot.completeExceptionally(failure);
    replies.values().forEach(reply -> reply.completeExceptionally(failure));
  }

  private static <T> T await(CompletableFuture<T> future, Duration patience, String otherwise) {
    try {
      return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new FunctionFailed(otherwise + " within " + patience);
    } catch (ExecutionException e) {
      throw new FunctionFailed(String.valueOf(e.getCause().getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FunctionFailed("interrupted");
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring(PREFIX.length());
    byte[] body = exchange.getRequestBody().readAllBytes();
    long now = System.nanoTime();
    switch (path) {
      case "invocation/next" -> next(exchange, now);
      case "restore/next" -> {
        snapshot.complete(now);
        restored.join();
        send(exchange, 200, new byte[0]);
      }
      case "init/error", "restore/error" -> {
        fail(path + ": " + new String(body, StandardCharsets.UTF_8));
        send(exchange, 202, new byte[0]);
      }
      default -> {
        String[] parts = path.split("/", -1);
        CompletableFuture<Reply> reply = replies.remove(parts[1]);
        if (reply == null) {
          send(exchange, 404, new byte[0]);
        } else if (parts[2].equals("response")) {
          reply.complete(new Reply(new String(body, StandardCharsets.UTF_8), now));
          send(exchange, 202, new byte[0]);
        } else {
          reply.completeExceptionally(new FunctionFailed(new String(body, StandardCharsets.UTF_8)));
          send(exchange, 202, new byte[0]);
        }
      }
    }
  }

  private void next(HttpExchange exchange, long now) throws IOException {
    ready.complete(now);
    Invocation invocation;
    try {
      invocation = work.take();
    } catch (InterruptedException e) {
      exchange.close();
      return;
    }
    var headers = exchange.getResponseHeaders();
    headers.set("Lambda-Runtime-Aws-Request-Id", invocation.id());
    headers.set(
        "Lambda-Runtime-Deadline-Ms",
        Long.toString(System.currentTimeMillis() + Duration.ofSeconds(15).toMillis()));
    headers.set(
        "Lambda-Runtime-Invoked-Function-Arn",
        "arn:aws:lambda:eu-west-1:111122223333:function:brevet:live");
    send(exchange, 200, invocation.event().array());
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      try (var out = exchange.getResponseBody()) {
        out.write(body);
      } catch (IOException e) {
        throw new UncheckedIOException("the function went away", e);
      }
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
