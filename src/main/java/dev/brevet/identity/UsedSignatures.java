package dev.brevet.identity;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// The signatures that were used here and are not expired yet, so that none is used twice.
///
/// It is this process's memory alone: another instance of the function does not know what this one
/// saw. At most 20,000 are held; when so many are alive, nothing more is taken until some expire.
final class UsedSignatures {
  static final int MOST = 20_000;

  private final Map<String, Instant> expiryBySignature = new HashMap<>();

  /// What came of taking a signature.
  enum Taking {
    TAKEN,
    USED_BEFORE,
    FULL
  }

  /// Marks `signature` as used until `expiresAt`.
  synchronized Taking take(String signature, Instant expiresAt, Instant now) {
    if (expiryBySignature.size() >= MOST) {
      expiryBySignature.values().removeIf(expiry -> !expiry.isAfter(now));
    }
    if (expiryBySignature.containsKey(signature)) {
      return Taking.USED_BEFORE;
    }
    if (expiryBySignature.size() >= MOST) {
      return Taking.FULL;
    }
    expiryBySignature.put(signature, expiresAt);
    return Taking.TAKEN;
  }

  /// Forgets `signature`, which proved nothing; so that invented ones fill no memory.
  synchronized void giveBack(String signature) {
    expiryBySignature.remove(signature);
  }
}
