package dev.brevet.lambda.environment;

import module java.base;

import dev.brevet.deadline.Deadline;
import dev.brevet.deadline.Wait;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/// DynamoDB under a [Deadline]: no call waits longer than the deadline leaves, and none is made
/// when it is over. Calls that no package makes are not supported.
final class BoundedDynamoDb implements DynamoDbClient {
  private final DynamoDbClient client;

  /// `client` itself ends each call within [Wait#TABLE].
  BoundedDynamoDb(DynamoDbClient client) {
    this.client = client;
  }

  private static <Q, A> A bounded(
      Q request,
      Function<Consumer<AwsRequestOverrideConfiguration.Builder>, Q> limited,
      Function<Q, A> call) {
    Duration left = Deadline.current().left(Wait.TABLE);
    if (left.compareTo(Wait.TABLE.most()) == 0) {
      return call.apply(request);
    }
    if (left.toMillis() == 0) {
      throw SdkClientException.create("no time is left to call a table");
    }
    return call.apply(limited.apply(configuration -> configuration.apiCallTimeout(left)));
  }

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    return bounded(
        request,
        limit -> request.toBuilder().overrideConfiguration(limit).build(),
        client::getItem);
  }

  @Override
  public PutItemResponse putItem(PutItemRequest request) {
    return bounded(
        request,
        limit -> request.toBuilder().overrideConfiguration(limit).build(),
        client::putItem);
  }

  @Override
  public UpdateItemResponse updateItem(UpdateItemRequest request) {
    return bounded(
        request,
        limit -> request.toBuilder().overrideConfiguration(limit).build(),
        client::updateItem);
  }

  @Override
  public QueryResponse query(QueryRequest request) {
    return bounded(
        request, limit -> request.toBuilder().overrideConfiguration(limit).build(), client::query);
  }

  @Override
  public ScanResponse scan(ScanRequest request) {
    return bounded(
        request, limit -> request.toBuilder().overrideConfiguration(limit).build(), client::scan);
  }

  @Override
  public TransactGetItemsResponse transactGetItems(TransactGetItemsRequest request) {
    return bounded(
        request,
        limit -> request.toBuilder().overrideConfiguration(limit).build(),
        client::transactGetItems);
  }

  @Override
  public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
    return bounded(
        request,
        limit -> request.toBuilder().overrideConfiguration(limit).build(),
        client::transactWriteItems);
  }

  @Override
  public String serviceName() {
    return client.serviceName();
  }

  @Override
  public void close() {
    client.close();
  }
}
