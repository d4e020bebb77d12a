package dev.brevet.local;

import module java.base;

import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// DynamoDB Local in this process, on a loopback address, in memory or in a folder.
///
/// One database for every region and access key; any credentials do. It starts without its own
/// runner, which prints, listens on every address and reports use to its maker.
public final class LocalDynamoDb implements AutoCloseable {
  private static final Logger SQLITE = Logger.getLogger("com.almworks.sqlite4java");

  private final Server server;
  private final LocalDynamoDBServerHandler dynamoDb;
  private final Faults faults;

  static {
    // Before any of its classes asks for a logger: its own configuration writes to standard output.
    System.setProperty(
        "log4j2.loggerContextFactory",
        "org.apache.logging.log4j.simple.SimpleLoggerContextFactory");
    System.setProperty("org.apache.logging.log4j.simplelog.level", "OFF");
    SQLITE.setLevel(Level.OFF);
  }

  private LocalDynamoDb(Server server, LocalDynamoDBServerHandler dynamoDb, Faults faults) {
    this.server = server;
    this.dynamoDb = dynamoDb;
    this.faults = faults;
  }

  /// Starts on `port` of 127.0.0.1 (0: a free one), in memory or with its files in `dataDirOrNull`,
  /// which is made.
  ///
  /// @throws UncheckedIOException when the port is taken or the folder cannot be used
  public static LocalDynamoDb start(int port, @Nullable Path dataDirOrNull) {
    try {
      if (dataDirOrNull != null) {
        Files.createDirectories(dataDirOrNull);
      }
      LocalDynamoDBServerHandler dynamoDb =
          new LocalDynamoDBServerHandler(
              new LocalDynamoDBRequestHandler(
                  0,
                  dataDirOrNull == null,
                  dataDirOrNull == null ? null : dataDirOrNull.toString(),
                  true,
                  false),
              null);
      Faults faults = new Faults();
      Server server = new Server(Loopback.address(port));
      server.setHandler(new FaultyHandler(dynamoDb, faults));
      server.setStopTimeout(0);
      server.start();
      return new LocalDynamoDb(server, dynamoDb, faults);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException("DynamoDB Local did not start", e);
    }
  }

  /// Where it listens: `http://127.0.0.1:<port>`.
  public URI endpoint() {
    return URI.create(
        "http://127.0.0.1:" + ((ServerConnector) server.getConnectors()[0]).getLocalPort());
  }

  /// What a test makes it do wrong, by operation: `GetItem`, `PutItem`, ...
  public Faults faults() {
    return faults;
  }

  @Override
  public void close() {
    try {
      server.stop();
      dynamoDb.close();
    } catch (Exception e) {
      throw new IllegalStateException("DynamoDB Local did not stop", e);
    }
  }

  private static final class FaultyHandler extends Handler.Wrapper {
    private final Faults faults;

    FaultyHandler(Handler handler, Faults faults) {
      super(handler);
      this.faults = faults;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      int port = Request.getLocalPort(request);
      if (!Loopback.isThisAddress(request.getHeaders().getValuesList(HttpHeader.HOST), port)) {
        Response.writeError(request, response, callback, 421);
        return true;
      }
      if (Loopback.isForeign(request.getHeaders().getValuesList(HttpHeader.ORIGIN), port)) {
        Response.writeError(request, response, callback, 403);
        return true;
      }
      String target = Optional.ofNullable(request.getHeaders().get("X-Amz-Target")).orElse("");
      Optional<Fault> fault = faults.take(target.substring(target.indexOf('.') + 1));
      if (fault.isEmpty()) {
        return super.handle(request, response, callback);
      }
      switch (fault.get()) {
        case Fault.Delay(var by) -> {
          Thread.sleep(by);
          return super.handle(request, response, callback);
        }
        case Fault.Drop _ -> request.getConnectionMetaData().getConnection().getEndPoint().close();
        case Fault.Refuse(var status, var code, var message) -> {
          response.setStatus(status);
          response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/x-amz-json-1.0");
          String body = "{\"__type\":\"" + code + "\",\"message\":\"" + message + "\"}";
          response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);
        }
      }
      return true;
    }
  }
}
