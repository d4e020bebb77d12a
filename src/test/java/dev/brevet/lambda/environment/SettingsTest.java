package dev.brevet.lambda.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;

class SettingsTest {
  private static Settings settings(Map<String, String> more) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "MAPPINGS_TABLE",
                "m",
                "ISSUERS_TABLE",
                "i",
                "DECISIONS_TABLE",
                "d",
                "AWS_REGION",
                "eu-west-1"));
    environment.putAll(more);
    return Settings.of(environment, AnonymousCredentialsProvider::create, Clock.systemUTC());
  }

  @Test
  void onlyTablesAndRegion_areRequired() {
    Settings settings = settings(Map.of());
    assertEquals("m", settings.mappingsTable());
    assertEquals("i", settings.issuersTable());
    assertEquals("d", settings.decisionsTable());
    assertEquals(Region.EU_WEST_1, settings.region());
    assertEquals("aws", settings.partition());
    assertEquals(Duration.ofDays(400), settings.decisionRetention());
    assertEquals(List.of(), settings.administrators());
    assertEquals(Optional.empty(), settings.presignedAudience());
    assertEquals(Optional.empty(), settings.stsFallbackRegion());
    assertEquals(Optional.empty(), settings.stsEndpoint());
    assertEquals(false, settings.allowLoopbackIssuers());
  }

  /// A template parameter that was left empty is an empty variable.
  @Test
  void emptyVariables_areAbsent() {
    Settings settings =
        settings(
            Map.of(
                "PRESIGNED_AUDIENCE",
                "",
                "STS_FALLBACK_REGION",
                " ",
                "ADMINISTRATORS",
                "",
                "AWS_ENDPOINT_URL_STS",
                "",
                "ALLOW_LOOPBACK_ISSUERS",
                ""));
    assertEquals(settings(Map.of()).administrators(), settings.administrators());
    assertEquals(Optional.empty(), settings.presignedAudience());
    assertEquals(Optional.empty(), settings.stsFallbackRegion());
    assertEquals(Optional.empty(), settings.stsEndpoint());
  }

  @Test
  void everything_isRead() {
    Settings settings =
        settings(
            Map.of(
                "DECISION_RETENTION_DAYS", "30",
                "ADMINISTRATORS", "arn:a, arn:b,",
                "PRESIGNED_AUDIENCE", "brevet.example.com",
                "STS_FALLBACK_REGION", "eu-central-1",
                "ALLOW_LOOPBACK_ISSUERS", "true",
                "AWS_REGION", "cn-north-1",
                "AWS_ENDPOINT_URL_STS", "http://127.0.0.1:1",
                "AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:2",
                "AWS_LAMBDA_FUNCTION_NAME", "f"));
    assertEquals(Duration.ofDays(30), settings.decisionRetention());
    assertEquals(List.of("arn:a", "arn:b"), settings.administrators());
    assertEquals(Optional.of("brevet.example.com"), settings.presignedAudience());
    assertEquals(Optional.of(Region.EU_CENTRAL_1), settings.stsFallbackRegion());
    assertEquals("aws-cn", settings.partition());
    assertEquals(Optional.of(URI.create("http://127.0.0.1:1")), settings.stsEndpoint());
    assertEquals(Optional.of(URI.create("http://127.0.0.1:2")), settings.dynamoDbEndpoint());
    assertEquals("f", settings.function());
    assertTrue(settings.allowLoopbackIssuers());
  }

  @ParameterizedTest
  @ValueSource(strings = {"MAPPINGS_TABLE", "ISSUERS_TABLE", "DECISIONS_TABLE", "AWS_REGION"})
  void missingVariable_isNamed(String variable) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> settings(Map.of(variable, "")));
    assertEquals("environment variable `" + variable + "` is not set", refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "DECISION_RETENTION_DAYS, 0",
    "DECISION_RETENTION_DAYS, 3651",
    "DECISION_RETENTION_DAYS, forever",
    "PRIMING_ROUNDS, -1",
    "PRIMING_ROUNDS, 1001",
    "ALLOW_LOOPBACK_ISSUERS, yes",
    "AWS_ENDPOINT_URL_STS, sts.local",
    "AWS_ENDPOINT_URL_STS, ftp://sts.local",
    "AWS_ENDPOINT_URL_DYNAMODB, 'http://a b'"
  })
  void wrongVariable_isNamed(String variable, String value) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> settings(Map.of(variable, value)));
    assertTrue(refused.getMessage().contains("`" + variable + "`"), refused.getMessage());
  }
}
