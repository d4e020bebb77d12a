package dev.brevet.decisionlog.dynamodb;

import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.decisionlog.UntrustedText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A decision as an item: an attribute for each thing that is known, none for what is not.
final class DecisionItem {
  /// How many answers the record stands for, where it is more than one.
  static final String ANSWERS = "answers";

  /// The partition key, made from the principal's identifier.
  static final String PRINCIPAL = "principal";

  /// The principal's whole identifier, where the partition key is not it.
  static final String IDENTIFIER = "identifier";

  /// DynamoDB takes 2,048 bytes in a partition key; a `char` is at most three.
  private static final int LONGEST_PRINCIPAL = 600;

  private static final int KEPT = LONGEST_PRINCIPAL - 72;
  private static final String HASHED = "#sha256=";

  private final Map<String, AttributeValue> attributes = new HashMap<>();

  private DecisionItem() {}

  static Map<String, AttributeValue> of(DecisionRecord decision, Duration retention) {
    DecisionItem item = new DecisionItem();
    String key = principalKey(decision.principal());
    item.text(PRINCIPAL, key);
    if (!key.equals(decision.principal())) {
      item.text(IDENTIFIER, decision.principal());
    }
    item.text("id", decision.id().value());
    item.number("expiresAt", decision.time().plus(retention).getEpochSecond());
    item.answer(decision);
    item.proof(decision.proof());
    item.session(decision);
    item.origin(decision.origin());
    return Map.copyOf(item.attributes);
  }

  /// The partition key for a principal: itself, or its beginning and its hash where it is too long
  /// for a key, or ends as if it were such a key itself.
  ///
  /// INVARIANT: no two principals share one, whatever names they choose: a key that ends in a hash
  /// is that of the principal with this hash alone.
  static String principalKey(String principal) {
    if (principal.length() <= LONGEST_PRINCIPAL && !endsLikeAHash(principal)) {
      return principal;
    }
    int end = Math.min(principal.length(), KEPT);
    // Half a surrogate pair is no text that DynamoDB takes.
    boolean split =
        end < principal.length() && Character.isHighSurrogate(principal.charAt(end - 1));
    return principal.substring(0, split ? end - 1 : end) + HASHED + sha256(principal);
  }

  private static boolean endsLikeAHash(String principal) {
    int at = principal.length() - HASHED.length() - 64;
    return at >= 0
        && principal.startsWith(HASHED, at)
        && principal
            .substring(at + HASHED.length())
            .chars()
            .allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  private void answer(DecisionRecord decision) {
    text("time", decision.time().toString());
    text("operation", decision.operation());
    text("outcome", decision.outcome().name());
    text("code", decision.code());
    text("method", decision.method().map(Enum::name));
    text("mapping", decision.mapping());
    decision.mappingVersion().ifPresent(version -> number("mappingVersion", version));
    text("role", decision.role());
    text("policyType", decision.policyType());
    text("reason", UntrustedText.bounded(decision.reason()));
    text("batch", decision.batch());
    attributes.put(
        "statements",
        AttributeValue.fromL(decision.statements().stream().map(AttributeValue::fromS).toList()));
    Map<String, AttributeValue> parameters = new HashMap<>();
    decision
        .parameters()
        .forEach(
            (name, value) ->
                parameters.put(name, AttributeValue.fromS(UntrustedText.bounded(value))));
    attributes.put("parameters", AttributeValue.fromM(parameters));
    number("latencyMicros", decision.latency().toNanos() / 1000);
  }

  private void proof(DecisionRecord.Proof proof) {
    text("proof", proof.digest());
    Map<String, AttributeValue> keys = new HashMap<>();
    proof
        .keys()
        .forEach(
            (key, values) ->
                keys.put(
                    UntrustedText.bounded(key),
                    AttributeValue.fromL(
                        values.stream()
                            .map(UntrustedText::bounded)
                            .map(AttributeValue::fromS)
                            .toList())));
    if (!keys.isEmpty()) {
      attributes.put("proofKeys", AttributeValue.fromM(keys));
    }
  }

  private void session(DecisionRecord decision) {
    text("sessionPolicySha256", decision.sessionPolicySha256());
    decision.duration().ifPresent(length -> number("durationSeconds", length.toSeconds()));
    text("sessionName", decision.proof().sessionName());
    text("sourceIdentity", decision.sourceIdentity());
    text("accessKeyId", decision.accessKeyId());
    text("expiration", decision.expiration().map(Object::toString));
    decision.packedPolicySize().ifPresent(percent -> number("packedPolicySize", percent));
    text("reuseOf", decision.reuseOf().map(DecisionId::value));
    if (decision.answers() > 1) {
      number(ANSWERS, decision.answers());
    }
  }

  private void origin(RequestOrigin origin) {
    text("requestId", UntrustedText.bounded(origin.requestId()));
    text("sourceAddress", UntrustedText.bounded(origin.sourceAddress()));
    text("userAgent", UntrustedText.bounded(origin.userAgent()));
    text("vpcEndpoint", origin.vpcEndpoint());
    text("function", origin.function());
    text("receivedAt", origin.receivedAt().toString());
  }

  private void text(String name, Optional<String> value) {
    value.ifPresent(text -> text(name, text));
  }

  private void text(String name, String value) {
    attributes.put(name, AttributeValue.fromS(value));
  }

  private void number(String name, long value) {
    attributes.put(name, AttributeValue.fromN(Long.toString(value)));
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
