package dev.brevet.vending;

import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.mapping.RoleMapping;
import dev.brevet.policy.Condition;
import dev.brevet.policy.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What of a proof is recorded beside the principal: the condition keys that the mapping's trust
/// policy asks about, which are what it tells callers apart by, and those that say which session of
/// a role an AWS-issued token is of. Not the rest of a token, which may say more of a person than
/// anybody needs.
final class ProofKeys {
  private static final String TAG = "aws:principaltag/";

  // The record is written for every answer: a caller's token is not to make it dear.
  private static final int MOST_CHARACTERS = 4_096;

  private final Map<String, List<String>> keys = new TreeMap<>();
  private int left = MOST_CHARACTERS;

  private ProofKeys() {}

  /// By key, lower case; those that the trust policy asks about come first, tags last, as far as
  /// there is room.
  static Map<String, List<String>> of(VerifiedIdentity caller, RoleMapping mapping) {
    ProofKeys kept = new ProofKeys();
    for (Statement statement : mapping.trustPolicy().statements()) {
      for (Condition condition : statement.conditions()) {
        String key = condition.key().lowerName();
        kept.put(key, caller.context().lowerValues(key));
      }
    }
    Map<String, List<String>> session = caller.distinguishing().asMap();
    session.forEach((key, values) -> kept.put(key, key.startsWith(TAG) ? List.of() : values));
    session.forEach(kept::put);
    return kept.keys;
  }

  private void put(String key, List<String> values) {
    if (values.isEmpty() || keys.containsKey(key)) {
      return;
    }
    int length = key.length();
    for (String value : values) {
      length += value.length();
    }
    if (length <= left) {
      left -= length;
      keys.put(key, values);
    }
  }
}
