package dev.brevet.decisionlog.dynamodb;

import module java.base;

import dev.brevet.decisionlog.DecisionFields;
import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.iam.Sha256;
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

  private DecisionItem() {}

  static Map<String, AttributeValue> of(DecisionRecord decision, Duration retention) {
    Map<String, Object> fields = DecisionFields.of(decision);
    String principal = decision.caller().principal();
    String key = principalKey(principal);
    fields.put(PRINCIPAL, key);
    if (!key.equals(principal)) {
      fields.put(IDENTIFIER, principal);
    }
    fields.put("expiresAt", decision.time().plus(retention).getEpochSecond());
    return attributes(fields);
  }

  private static Map<String, AttributeValue> attributes(Map<?, ?> fields) {
    Map<String, AttributeValue> attributes = new HashMap<>();
    fields.forEach((name, value) -> attributes.put(String.valueOf(name), attribute(value)));
    return attributes;
  }

  private static AttributeValue attribute(Object value) {
    return switch (value) {
      case Long number -> AttributeValue.fromN(number.toString());
      case List<?> elements ->
          AttributeValue.fromL(elements.stream().map(DecisionItem::attribute).toList());
      case Map<?, ?> members -> AttributeValue.fromM(attributes(members));
      default -> AttributeValue.fromS(value.toString());
    };
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
    return principal.substring(0, split ? end - 1 : end) + HASHED + Sha256.hex(principal);
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
}
