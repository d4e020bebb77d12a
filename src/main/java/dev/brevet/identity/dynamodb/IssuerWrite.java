package dev.brevet.identity.dynamodb;

import module java.base;

import dev.brevet.identity.IssuerStore.WriteOutcome;
import dev.brevet.identity.IssuerUrl;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// One write of an issuer, and with it of the row that says which issuer has its condition keys:
/// key `keys:<name>`, `holder` (S, the URL), `left_free` once that was deleted. The row is written
/// only while no other issuer holds it, so that two issuers with the same keys exclude each other.
///
/// @param row what becomes of the issuer's own row; with `deleted`, its keys become free
/// @param last the version that must be there, 0 for none
record IssuerWrite(
    String table, IssuerUrl issuer, Map<String, AttributeValue> row, String condition, long last) {
  static final String HOLDER = "holder";

  private static final String FAILED = "ConditionalCheckFailed";
  private static final String IF_OWN =
      "attribute_not_exists(issuer) OR holder = :h OR attribute_exists(left_free)";

  IssuerWrite {
    row = Map.copyOf(row);
  }

  TransactWriteItemsRequest both() {
    return request(List.of(own(), keys()));
  }

  /// Leaves the row of the keys unchanged, because another issuer holds it.
  TransactWriteItemsRequest alone() {
    return request(List.of(own()));
  }

  /// What a cancelled one came to. Empty where others were writing at the same moment.
  static Optional<WriteOutcome> outcome(TransactionCanceledException cancelled) {
    List<CancellationReason> reasons = new ArrayList<>(cancelled.cancellationReasons());
    if (!reasons.isEmpty() && FAILED.equals(reasons.getFirst().code())) {
      return Optional.of(new WriteOutcome.Conflict());
    }
    return reasons.size() == 2 && FAILED.equals(reasons.getLast().code())
        ? Optional.ofNullable(reasons.getLast().item().get(HOLDER))
            .flatMap(holder -> IssuerUrl.parse(holder.s()))
            .map(WriteOutcome.Taken::new)
        : Optional.empty();
  }

  private static TransactWriteItemsRequest request(List<Put> puts) {
    return TransactWriteItemsRequest.builder()
        .transactItems(
            puts.stream().map(put -> TransactWriteItem.builder().put(put).build()).toList())
        .build();
  }

  private Put own() {
    Put.Builder put = Put.builder().tableName(table).item(row).conditionExpression(condition);
    if (last != 0) {
      put.expressionAttributeValues(Map.of(":v", AttributeValue.fromN(Long.toString(last))));
    }
    return put.build();
  }

  private Put keys() {
    Map<String, AttributeValue> keys = new HashMap<>();
    keys.put("issuer", AttributeValue.fromS("keys:" + issuer.keyName()));
    keys.put(HOLDER, AttributeValue.fromS(issuer.value()));
    if (row.containsKey("deleted")) {
      keys.put("left_free", AttributeValue.fromBool(true));
    }
    return Put.builder()
        .tableName(table)
        .item(keys)
        .conditionExpression(IF_OWN)
        .expressionAttributeValues(Map.of(":h", AttributeValue.fromS(issuer.value())))
        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
        .build();
  }
}
