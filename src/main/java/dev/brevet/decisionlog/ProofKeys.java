package dev.brevet.decisionlog;

import module java.base;

import dev.brevet.identity.VerifiedIdentity;

/// What of a proof is recorded beside the principal: the condition keys that a decision asks about,
/// as a mapping's trust policy does, which are what it tells callers apart by, and those that say
/// which session of a role an AWS-issued token is of. Not the rest of a token, which may say more
/// of a person than anybody needs.
public final class ProofKeys {
  private static final String TAG = "aws:principaltag/";

  // The record is written for every answer: a caller's token is not to make it dear.
  private static final int MOST_CHARACTERS = 4_096;

  private final Map<String, List<String>> keys = new TreeMap<>();
  private int left = MOST_CHARACTERS;

  private ProofKeys() {}

  /// By key, lower case; those of `asked`, lower case too, come first, tags last, as far as there
  /// is room.
  public static Map<String, List<String>> of(VerifiedIdentity caller, List<String> asked) {
    ProofKeys kept = new ProofKeys();
    asked.forEach(key -> kept.put(key, caller.context().lowerValues(key)));
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
