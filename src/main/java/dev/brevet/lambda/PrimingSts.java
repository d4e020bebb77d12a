package dev.brevet.lambda;

import module java.base;

import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.AssumedRoleUser;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;

/// STS for the requests that prime a function: nothing is ever assumed, as no credential belongs in
/// a snapshot.
///
/// What goes to STS and back is `GetCallerIdentity`. The request for `AssumeRole` is written,
/// signed with a made-up key and handed to an HTTP client that answers by itself, with made-up
/// credentials, so that the code on both sides of the wire has run.
final class PrimingSts implements StsClient {
  private static final String ANSWER =
      """
      <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>\
      <Credentials><AccessKeyId>ASIAPRIMING</AccessKeyId><SecretAccessKey>priming</SecretAccessKey>\
      <SessionToken>priming</SessionToken><Expiration>2026-01-01T00:25:00Z</Expiration></Credentials>\
      <AssumedRoleUser><AssumedRoleId>AROAPRIMING:priming</AssumedRoleId>\
      <Arn>arn:aws:sts::000000000000:assumed-role/priming/priming</Arn></AssumedRoleUser>\
      <PackedPolicySize>1</PackedPolicySize></AssumeRoleResult>\
      <ResponseMetadata><RequestId>priming</RequestId></ResponseMetadata></AssumeRoleResponse>\
      """;

  private final StsClient real;
  private final StsClient canned;

  PrimingSts(StsClient real, Region region) {
    this.real = real;
    this.canned =
        StsClient.builder()
            .region(region)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsSessionCredentials.create("ASIAPRIMING", "priming", "priming")))
            .httpClient(new Canned())
            .build();
  }

  @Override
  public AssumeRoleResponse assumeRole(AssumeRoleRequest request) {
    real.getCallerIdentity(GetCallerIdentityRequest.builder().build());
    // As asked: a session of another role is no answer to vending.
    String role = request.roleArn().substring(request.roleArn().lastIndexOf('/') + 1);
    AssumedRoleUser user =
        AssumedRoleUser.builder()
            .arn("arn:aws:sts::000000000000:assumed-role/" + role + "/" + request.roleSessionName())
            .assumedRoleId("AROAPRIMING:" + request.roleSessionName())
            .build();
    return canned.assumeRole(request).toBuilder().assumedRoleUser(user).build();
  }

  @Override
  public String serviceName() {
    return real.serviceName();
  }

  @Override
  public void close() {
    canned.close();
  }

  /// Sends nothing.
  private static final class Canned implements SdkHttpClient {
    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() {
          return HttpExecuteResponse.builder()
              .response(SdkHttpResponse.builder().statusCode(200).build())
              .responseBody(
                  AbortableInputStream.create(
                      new ByteArrayInputStream(ANSWER.getBytes(StandardCharsets.UTF_8))))
              .build();
        }

        @Override
        public void abort() {}
      };
    }

    @Override
    public void close() {}
  }
}
