package dev.brevet.identity.dynamodb;

import dev.brevet.identity.BrokenIssuer;
import dev.brevet.identity.IdentityUnavailable;
import dev.brevet.identity.IssuerStore;
import dev.brevet.identity.IssuerUrl;
import dev.brevet.identity.TrustedIssuer;
import dev.brevet.identity.TrustedIssuerDocument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/// Registered issuers in a DynamoDB table: key `issuer` (S, the URL), `document` (S, the
/// registration's JSON without its version), `version` (N).
///
/// Reads are strongly consistent, so that a disabling counts at once. Whatever is stored is
/// validated again when read; an item that is not a valid registration of its own key is
/// [BrokenIssuer].
public final class DynamoDbIssuerStore implements IssuerStore {
  private static final String ISSUER = "issuer";
  private static final String DOCUMENT = "document";
  private static final String VERSION = "version";

  private final DynamoDbClient client;
  private final String table;
  private final boolean loopbackAllowed;

  /// The issuers in `table`.
  ///
  /// @param client a client whose timeouts and retries fit within the function's
  /// @param table the table's name
  /// @param loopbackAllowed whether stored issuers may be on this very machine: in the local world
  ///   only
  public DynamoDbIssuerStore(DynamoDbClient client, String table, boolean loopbackAllowed) {
    this.client = client;
    this.table = table;
    this.loopbackAllowed = loopbackAllowed;
  }

  @Override
  public Optional<TrustedIssuer> find(IssuerUrl issuer) {
    GetItemResponse answer =
        answered(
            () ->
                client.getItem(
                    GetItemRequest.builder()
                        .tableName(table)
                        .key(key(issuer))
                        .consistentRead(true)
                        .build()));
    return answer.hasItem() && !answer.item().isEmpty()
        ? Optional.of(read(issuer, answer.item()))
        : Optional.empty();
  }

  @Override
  public List<TrustedIssuer> list() {
    List<TrustedIssuer> issuers = new ArrayList<>();
    Map<String, AttributeValue> start = Map.of();
    do {
      ScanRequest.Builder request = ScanRequest.builder().tableName(table).consistentRead(true);
      if (!start.isEmpty()) {
        request.exclusiveStartKey(start);
      }
      ScanResponse page = answered(() -> client.scan(request.build()));
      page.items().forEach(item -> readOrLog(item).ifPresent(issuers::add));
      start = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
    } while (!start.isEmpty());
    issuers.sort(Comparator.comparing(issuer -> issuer.issuer().value()));
    return List.copyOf(issuers);
  }

  @Override
  public WriteOutcome put(TrustedIssuer issuer, long expectedVersion) {
    long version = expectedVersion + 1;
    PutItemRequest.Builder request =
        PutItemRequest.builder()
            .tableName(table)
            .item(
                Map.of(
                    ISSUER, AttributeValue.fromS(issuer.issuer().value()),
                    DOCUMENT, AttributeValue.fromS(TrustedIssuerDocument.write(issuer)),
                    VERSION, AttributeValue.fromN(Long.toString(version))));
    if (expectedVersion == 0) {
      request
          .conditionExpression("attribute_not_exists(#i)")
          .expressionAttributeNames(Map.of("#i", ISSUER));
    } else {
      request
          .conditionExpression("#v = :v")
          .expressionAttributeNames(Map.of("#v", VERSION))
          .expressionAttributeValues(expected(expectedVersion));
    }
    return conditional(() -> client.putItem(request.build()), version);
  }

  @Override
  public WriteOutcome delete(IssuerUrl issuer, long expectedVersion) {
    DeleteItemRequest request =
        DeleteItemRequest.builder()
            .tableName(table)
            .key(key(issuer))
            .conditionExpression("#v = :v")
            .expressionAttributeNames(Map.of("#v", VERSION))
            .expressionAttributeValues(expected(expectedVersion))
            .build();
    return conditional(() -> client.deleteItem(request), expectedVersion);
  }

  private Optional<TrustedIssuer> readOrLog(Map<String, AttributeValue> item) {
    Optional<IssuerUrl> url = text(item, ISSUER).flatMap(IssuerUrl::parse);
    if (url.isEmpty()) {
      log("an issuer's item has a key that is not an issuer url");
      return Optional.empty();
    }
    try {
      return Optional.of(read(url.get(), item));
    } catch (BrokenIssuer e) {
      log(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private TrustedIssuer read(IssuerUrl url, Map<String, AttributeValue> item) {
    long version = version(url, item);
    String document =
        text(item, DOCUMENT).orElseThrow(() -> new BrokenIssuer(url, "`document` is missing"));
    return switch (TrustedIssuerDocument.read(document, loopbackAllowed)) {
      case TrustedIssuerDocument.Reading.Malformed(String message) ->
          throw new BrokenIssuer(url, message);
      case TrustedIssuerDocument.Reading.Parsed(TrustedIssuer issuer) -> {
        if (!issuer.issuer().equals(url)) {
          throw new BrokenIssuer(url, "its document names another issuer");
        }
        yield issuer.atVersion(version);
      }
    };
  }

  private static long version(IssuerUrl url, Map<String, AttributeValue> item) {
    AttributeValue value = item.get(VERSION);
    try {
      long version = value == null || value.n() == null ? 0 : Long.parseLong(value.n());
      if (version > 0) {
        return version;
      }
    } catch (NumberFormatException e) {
      // Falls through: not a version either.
    }
    throw new BrokenIssuer(url, "`version` is not a positive number");
  }

  private static Optional<String> text(Map<String, AttributeValue> item, String name) {
    return Optional.ofNullable(item.get(name)).map(AttributeValue::s);
  }

  private static Map<String, AttributeValue> key(IssuerUrl issuer) {
    return Map.of(ISSUER, AttributeValue.fromS(issuer.value()));
  }

  private static Map<String, AttributeValue> expected(long version) {
    return Map.of(":v", AttributeValue.fromN(Long.toString(version)));
  }

  private static WriteOutcome conditional(Supplier<?> write, long version) {
    try {
      var _ = write.get();
      return new WriteOutcome.Written(version);
    } catch (ConditionalCheckFailedException e) {
      return new WriteOutcome.Conflict();
    } catch (SdkException e) {
      throw new IdentityUnavailable("the issuers' table did not answer", e);
    }
  }

  private static <T> T answered(Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw new IdentityUnavailable("the issuers' table did not answer", e);
    }
  }

  // The logger is made where there is something to log: it costs a cold start classes.
  private static void log(String problem) {
    System.getLogger(DynamoDbIssuerStore.class.getName()).log(System.Logger.Level.ERROR, problem);
  }
}
