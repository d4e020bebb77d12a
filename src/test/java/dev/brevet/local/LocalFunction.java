package dev.brevet.local;

import module java.base;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.brevet.lambda.environment.Settings;
import org.jspecify.annotations.Nullable;

/// A function of the template, in this process, behind its real entry point.
final class LocalFunction implements AutoCloseable {
  private static final int MOST_PAYLOAD = 6 * 1024 * 1024;

  private final String name;
  private final RequestStreamHandler handler;
  private final Duration timeout;
  private final Duration told;
  private final int memoryMegabytes;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private LocalFunction(
      String name,
      RequestStreamHandler handler,
      Duration timeout,
      Duration told,
      int memoryMegabytes) {
    this.name = name;
    this.handler = handler;
    this.timeout = timeout;
    this.told = told;
    this.memoryMegabytes = memoryMegabytes;
  }

  /// An answer could not be had: the function failed, took too long, or was given or gave too much.
  static final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    Failure(String message) {
      super(message);
    }
  }

  /// Makes the function `name` of `template` as the runtime would, with its handler and timeout.
  /// Its invocations are told to have `told`, or else that timeout.
  static LocalFunction start(
      Template template, String name, Settings settings, Optional<Duration> told) {
    Map<String, Object> properties = properties(template, name);
    String handler = Template.text(properties.get("Handler"));
    int colon = handler.indexOf("::");
    try {
      Duration timeout =
          Duration.ofSeconds(
              Long.parseLong(Template.text(properties.getOrDefault("Timeout", "3"))));
      Class<?> type = Class.forName(colon < 0 ? handler : handler.substring(0, colon));
      return new LocalFunction(
          name,
          (RequestStreamHandler) type.getConstructor(Settings.class).newInstance(settings),
          timeout,
          told.orElse(timeout),
          Integer.parseInt(Template.text(properties.getOrDefault("MemorySize", "128"))));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "function `" + name + "` did not start", e.getCause() == null ? e : e.getCause());
    }
  }

  /// The environment that the template gives the function `name`.
  static Map<String, String> environment(Template template, String name) {
    Map<String, String> environment = new TreeMap<>();
    Object declared =
        Template.map(properties(template, name).getOrDefault("Environment", Map.of()))
            .getOrDefault("Variables", Map.of());
    Template.map(declared).forEach((key, value) -> environment.put(key, Template.text(value)));
    return environment;
  }

  private static Map<String, Object> properties(Template template, String name) {
    Map<String, Object> own = template.resources("AWS::Serverless::Function").get(name);
    if (own == null) {
      throw new IllegalArgumentException("the template has no function `" + name + "`");
    }
    return merged(template.functionDefaults(), own);
  }

  /// SAM merges maps of Globals key by key; everything else of the function's own replaces the
  /// default.
  private static Map<String, Object> merged(Map<String, Object> defaults, Map<String, Object> own) {
    Map<String, Object> all = new TreeMap<>(defaults);
    own.forEach(
        (key, value) ->
            all.merge(
                key,
                value,
                (one, other) ->
                    one instanceof Map<?, ?> && other instanceof Map<?, ?>
                        ? merged(Template.map(one), Template.map(other))
                        : other));
    return all;
  }

  /// One invocation. @throws Failure where Lambda would give API Gateway no answer
  byte[] invoke(byte[] event, String requestId) throws Failure {
    if (event.length > MOST_PAYLOAD) {
      throw new Failure("the event is over 6 MB");
    }
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    Future<?> running =
        threads.submit(
            () -> {
              handler.handleRequest(
                  new ByteArrayInputStream(event), answer, new Invocation(requestId));
              return null;
            });
    try {
      running.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      running.cancel(true);
      throw new Failure("the function took longer than " + timeout.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw new Failure("the function failed: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted");
    }
    if (answer.size() > MOST_PAYLOAD) {
      throw new Failure("the answer is over 6 MB");
    }
    return answer.toByteArray();
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    if (handler instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
  }

  private final class Invocation implements Context {
    private final String requestId;
    private final long deadline = System.nanoTime() + told.toNanos();

    Invocation(String requestId) {
      this.requestId = requestId;
    }

    @Override
    public String getAwsRequestId() {
      return requestId;
    }

    @Override
    public String getLogGroupName() {
      return "/aws/lambda/" + name;
    }

    @Override
    public String getLogStreamName() {
      return "local";
    }

    @Override
    public String getFunctionName() {
      return name;
    }

    @Override
    public String getFunctionVersion() {
      return "$LATEST";
    }

    @Override
    public String getInvokedFunctionArn() {
      return "arn:aws:lambda:local:" + LocalIam.ACCOUNT + ":function:" + name;
    }

    @Override
    public @Nullable CognitoIdentity getIdentity() {
      return null;
    }

    @Override
    public @Nullable ClientContext getClientContext() {
      return null;
    }

    @Override
    public int getRemainingTimeInMillis() {
      return (int) Math.max(0, (deadline - System.nanoTime()) / 1_000_000);
    }

    @Override
    public int getMemoryLimitInMB() {
      return memoryMegabytes;
    }

    @Override
    public LambdaLogger getLogger() {
      return new LambdaLogger() {
        @Override
        public void log(String message) {
          System.out.println(message.stripTrailing());
        }

        @Override
        public void log(byte[] message) {
          log(new String(message, StandardCharsets.UTF_8));
        }
      };
    }
  }
}
