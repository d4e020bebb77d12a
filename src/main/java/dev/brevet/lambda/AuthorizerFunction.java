package dev.brevet.lambda;

import module java.base;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.brevet.decisionlog.DecisionLogUnavailable;
import dev.brevet.directory.DirectoryUnavailable;
import dev.brevet.gateway.AuthorizeCall;
import dev.brevet.gateway.AuthorizerAnswer;
import dev.brevet.gateway.AuthorizerEvent;
import dev.brevet.gateway.AuthorizerRequest;
import dev.brevet.gateway.AuthorizerResponse;
import dev.brevet.identity.IdentityUnavailable;
import dev.brevet.lambda.environment.SdkClients;
import dev.brevet.lambda.environment.Settings;
import org.crac.Core;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// A Lambda authorizer for API Gateways of other teams and accounts: HTTP APIs (payload format 2.0,
/// simple responses) and REST APIs (TOKEN and REQUEST).
///
/// What is broken is no answer: the invocation fails, the gateway answers 500 and remembers
/// nothing. The message `Unauthorized` is what makes a REST API answer 401.
public final class AuthorizerFunction implements RequestStreamHandler {
  private final Settings settings;
  private final Consumer<String> lines = System.out::println;
  private final DynamoDbClient dynamoDb;
  private final FunctionLog log = new FunctionLog(lines);
  private final Snapshot snapshot;
  private volatile AuthorizeCall authorizeCall;

  /// An invocation that fails as API Gateway wants it to. Its message is all that the gateway sees.
  private static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failed(String message) {
      super(message, null, false, false);
    }
  }

  /// As Lambda starts it.
  public AuthorizerFunction() {
    this(Settings.ofLambda());
  }

  public AuthorizerFunction(Settings settings) {
    SdkClients clients = new SdkClients(settings);
    this.settings = settings;
    this.dynamoDb = clients.dynamoDb();
    this.authorizeCall = made();
    this.snapshot = new Snapshot(this::prime, clients, () -> this.authorizeCall = made());
    Core.getGlobalContext().register(snapshot);
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    Optional<AuthorizerRequest> request =
        AuthorizerEvent.read(input.readAllBytes(), settings.function(), settings.clock().instant());
    if (request.isEmpty()) {
      throw new Failed("not an event of an authorizer: an HTTP API's payload format must be 2.0");
    }
    output.write(
        AuthorizerResponse.write(InvocationTime.deadline(context).call(() -> answer(request.get())))
            .orElseThrow(() -> new Failed("Unauthorized")));
  }

  private AuthorizerAnswer answer(AuthorizerRequest request) {
    try {
      return authorizeCall.answer(request);
    } catch (IdentityUnavailable | DirectoryUnavailable | DecisionLogUnavailable fault) {
      log.unavailable(request.origin().requestId(), fault);
      throw new Failed("temporarily unavailable");
    } catch (RuntimeException fault) {
      log.fault(request.origin().requestId(), fault);
      throw new Failed("internal error");
    }
  }

  /// The hooks of this function.
  Snapshot snapshot() {
    return snapshot;
  }

  private AuthorizeCall made() {
    return DaggerAuthorizerComponent.factory()
        .create(settings, dynamoDb, settings.signingKeys(), new SecureRandom(), lines)
        .authorizeCall();
  }

  // Reads the directory once, so that what reads it is in the snapshot; what was read is not kept.
  private void prime() {
    try {
      DirectoryModule.directory(dynamoDb, settings, _ -> {}).current();
    } catch (DirectoryUnavailable fault) {
      log.unavailable("-", fault);
    }
  }
}
