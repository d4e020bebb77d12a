package dev.brevet.local;

import module java.base;

import dev.brevet.iam.SecretString;

/// The access keys in use, made here and remembered until the process ends.
final class LocalKeys {
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private final SecureRandom random = new SecureRandom();
  private final Map<String, LocalKey> keys = new ConcurrentHashMap<>();

  /// A long-term key, `AKIA...`.
  LocalKey longTerm(LocalCaller caller) {
    return keep(
        new LocalKey(identifier("AKIA"), secret(), Optional.empty(), Optional.empty(), caller));
  }

  /// A temporary key, `ASIA...`, with its session token.
  LocalKey temporary(LocalCaller caller, Instant expiration) {
    return keep(
        new LocalKey(
            identifier("ASIA"),
            secret(),
            Optional.of(new SecretString("IQoJ" + base64(330))),
            Optional.of(expiration),
            caller));
  }

  /// The key with this id, expired or not.
  Optional<LocalKey> find(String accessKeyId) {
    return Optional.ofNullable(keys.get(accessKeyId));
  }

  private LocalKey keep(LocalKey key) {
    keys.put(key.accessKeyId(), key);
    return key;
  }

  private SecretString secret() {
    return new SecretString(base64(30));
  }

  private String identifier(String prefix) {
    StringBuilder out = new StringBuilder(prefix);
    for (int i = 0; i < 16; i++) {
      out.append(BASE32.charAt(random.nextInt(32)));
    }
    return out.toString();
  }

  private String base64(int bytes) {
    byte[] buffer = new byte[bytes];
    random.nextBytes(buffer);
    return Base64.getEncoder().encodeToString(buffer);
  }
}
