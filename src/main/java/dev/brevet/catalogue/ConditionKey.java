package dev.brevet.catalogue;

import dev.brevet.iam.AsciiCase;

/// A condition key that a service's actions or resources know.
///
/// @param name as IAM spells it; the part in `${}` stands for any text: `aws:RequestTag/${TagKey}`.
///   Where the reference writes such a part in another way (`s3:ExistingObjectTag/<key>`,
///   `secretsmanager:ResourceTag/tag-key`, `glacier:ResourceTag/`), it is written so here
/// @param type what its values are
/// @param multivalued whether a request may hold several values, so that set operators make sense
public record ConditionKey(String name, ValueType type, boolean multivalued) {
  private static final String TAG = "${TagKey}";

  /// What values of a condition key are, and so which operators compare them.
  public enum ValueType {
    STRING,
    ARN,
    BOOL,
    NUMERIC,
    DATE,
    IP_ADDRESS
  }

  /// The key of that name whose type is written as the reference writes it: `String`, `ArrayOfARN`.
  public static ConditionKey of(String name, String type) {
    boolean multivalued = type.startsWith("ArrayOf");
    return new ConditionKey(
        placeholder(name),
        type(multivalued ? type.substring("ArrayOf".length()) : type),
        multivalued);
  }

  private static String placeholder(String name) {
    int open = name.indexOf('<');
    if (open >= 0 && name.endsWith(">")) {
      return name.substring(0, open) + "${" + name.substring(open + 1, name.length() - 1) + "}";
    }
    if (name.endsWith("/")) {
      return name + TAG;
    }
    return name.endsWith("/tag-key")
        ? name.substring(0, name.length() - "tag-key".length()) + TAG
        : name;
  }

  /// Whether `key`, as a policy spells it, is this one. Names ignore case.
  public boolean matches(String key) {
    int variable = name.indexOf("${");
    if (variable < 0) {
      return AsciiCase.equal(name, key);
    }
    int end = name.indexOf('}', variable) + 1;
    int after = name.length() - end;
    return key.length() > variable + after
        && AsciiCase.startsWith(key, name.substring(0, variable))
        && AsciiCase.matchesAt(key, key.length() - after, name.substring(end));
  }

  private static ValueType type(String text) {
    return switch (text) {
      case "String" -> ValueType.STRING;
      case "ARN" -> ValueType.ARN;
      case "Bool" -> ValueType.BOOL;
      case "Numeric" -> ValueType.NUMERIC;
      case "Date" -> ValueType.DATE;
      case "IPAddress" -> ValueType.IP_ADDRESS;
      default -> throw new IllegalArgumentException("not a type of condition key: `" + text + "`");
    };
  }
}
