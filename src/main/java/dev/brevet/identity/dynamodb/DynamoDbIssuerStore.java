package dev.brevet.identity.dynamodb;

import module java.base;

import dev.brevet.identity.BrokenIssuer;
import dev.brevet.identity.IdentityUnavailable;
import dev.brevet.identity.IssuerStore;
import dev.brevet.identity.IssuerUrl;
import dev.brevet.identity.TrustedIssuer;
import dev.brevet.identity.TrustedIssuerDocument;
import dev.brevet.json.DocumentReading;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// Registered issuers in a DynamoDB table: key `issuer` (S, the URL), `document` (S, the
/// registration's JSON without its version), `version` (N).
///
/// One that was deleted leaves its version behind, in a row with `deleted` and without `document`:
/// the next registration of that URL counts on from there, so that no version is ever given twice.
///
/// Only one of two issuers with the same condition keys is stored, also when both are written at
/// once: each write is an [IssuerWrite], and a new one is also compared with older rows without
/// one.
///
/// Reads are strongly consistent, so that a disabling counts at once. Whatever is stored is
/// validated again when read; an item that is not a valid registration of its own key is
/// [BrokenIssuer].
public final class DynamoDbIssuerStore implements IssuerStore {
  private static final String ISSUER = "issuer";
  private static final String DOCUMENT = "document";
  private static final String VERSION = "version";
  private static final String DELETED = "deleted";

  private static final String IF_NONE = "attribute_not_exists(issuer)";
  private static final String IF_STORED = "version = :v AND attribute_not_exists(deleted)";
  private static final String IF_DELETED = "version = :v AND attribute_exists(deleted)";

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
    Map<String, AttributeValue> row = row(issuer);
    return row.isEmpty() || isDeleted(row) ? Optional.empty() : Optional.of(read(issuer, row));
  }

  private Map<String, AttributeValue> row(IssuerUrl issuer) {
    return answered(
            () -> client.getItem(get -> get.tableName(table).key(key(issuer)).consistentRead(true)))
        .item();
  }

  private static boolean isDeleted(Map<String, AttributeValue> row) {
    return row.containsKey(DELETED);
  }

  @Override
  public List<TrustedIssuer> list() {
    List<TrustedIssuer> issuers = new ArrayList<>();
    for (Map<String, AttributeValue> row : scan(Optional.empty())) {
      if (!isDeleted(row) && !row.containsKey(IssuerWrite.HOLDER)) {
        readOrLog(row).ifPresent(issuers::add);
      }
    }
    issuers.sort(Comparator.comparing(issuer -> issuer.issuer().value()));
    return List.copyOf(issuers);
  }

  /// All rows, or these attributes of them.
  private List<Map<String, AttributeValue>> scan(Optional<String> attributes) {
    ScanRequest.Builder all = ScanRequest.builder().tableName(table).consistentRead(true);
    attributes.ifPresent(all::projectionExpression);
    return answered(() -> client.scanPaginator(all.build()).items().stream().toList());
  }

  /// Another registration with the same condition keys, a broken one included.
  private Optional<IssuerUrl> namesake(IssuerUrl issuer) {
    return scan(Optional.of("issuer, deleted, holder")).stream()
        .filter(row -> !isDeleted(row) && !row.containsKey(IssuerWrite.HOLDER))
        .flatMap(row -> text(row, ISSUER).flatMap(IssuerUrl::parse).stream())
        .filter(other -> !other.equals(issuer) && other.keyName().equals(issuer.keyName()))
        .findFirst();
  }

  @Override
  public WriteOutcome put(TrustedIssuer issuer, long expectedVersion) {
    if (expectedVersion != 0) {
      return put(issuer, expectedVersion, IF_STORED);
    }
    Optional<IssuerUrl> namesake = namesake(issuer.issuer());
    if (namesake.isPresent()) {
      return new WriteOutcome.Taken(namesake.get());
    }
    Map<String, AttributeValue> before = row(issuer.issuer());
    if (before.isEmpty()) {
      return put(issuer, 0, IF_NONE);
    }
    long last = versionOrNone(before);
    return isDeleted(before) && last > 0
        ? put(issuer, last, IF_DELETED)
        : new WriteOutcome.Conflict();
  }

  private WriteOutcome put(TrustedIssuer issuer, long last, String condition) {
    Map<String, AttributeValue> row =
        Map.of(
            ISSUER, AttributeValue.fromS(issuer.issuer().value()),
            DOCUMENT, AttributeValue.fromS(TrustedIssuerDocument.write(issuer)),
            VERSION, number(last + 1));
    IssuerWrite write = new IssuerWrite(table, issuer.issuer(), row, condition, last);
    return write(write.both(), last + 1);
  }

  @Override
  public WriteOutcome delete(IssuerUrl issuer, long expectedVersion) {
    Map<String, AttributeValue> row =
        Map.of(
            ISSUER, AttributeValue.fromS(issuer.value()),
            VERSION, number(expectedVersion),
            DELETED, AttributeValue.fromBool(true));
    IssuerWrite write = new IssuerWrite(table, issuer, row, IF_STORED, expectedVersion);
    WriteOutcome outcome = write(write.both(), expectedVersion);
    // Another has the name of the keys, as where both were stored before there were such rows.
    return outcome instanceof WriteOutcome.Taken ? write(write.alone(), expectedVersion) : outcome;
  }

  private WriteOutcome write(TransactWriteItemsRequest request, long version) {
    try {
      client.transactWriteItems(request);
      return new WriteOutcome.Written(version);
    } catch (TransactionCanceledException e) {
      return IssuerWrite.outcome(e)
          .orElseThrow(
              () -> new IdentityUnavailable("another write to the issuers' table is under way", e));
    } catch (SdkException e) {
      throw new IdentityUnavailable("the issuers' table did not answer", e);
    }
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
    long version = versionOrNone(item);
    if (version == 0) {
      throw new BrokenIssuer(url, "`version` is not a positive number");
    }
    String document =
        text(item, DOCUMENT).orElseThrow(() -> new BrokenIssuer(url, "`document` is missing"));
    return switch (TrustedIssuerDocument.read(document, loopbackAllowed)) {
      case DocumentReading.Unreadable<TrustedIssuer> unreadable ->
          throw new BrokenIssuer(url, unreadable.summary());
      case DocumentReading.Readable(TrustedIssuer issuer) -> {
        if (!issuer.issuer().equals(url)) {
          throw new BrokenIssuer(url, "its document names another issuer");
        }
        yield issuer.atVersion(version);
      }
    };
  }

  /// 0 for what is no version.
  private static long versionOrNone(Map<String, AttributeValue> item) {
    AttributeValue value = item.get(VERSION);
    try {
      return value == null || value.n() == null ? 0 : Math.max(0, Long.parseLong(value.n()));
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  private static Optional<String> text(Map<String, AttributeValue> item, String name) {
    return Optional.ofNullable(item.get(name)).map(AttributeValue::s);
  }

  private static Map<String, AttributeValue> key(IssuerUrl issuer) {
    return Map.of(ISSUER, AttributeValue.fromS(issuer.value()));
  }

  private static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
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
