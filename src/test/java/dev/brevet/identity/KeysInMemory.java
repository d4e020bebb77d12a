package dev.brevet.identity;

import java.util.ArrayList;
import java.util.List;

/// A key source that answers from memory, counts fetches and can be out of reach.
final class KeysInMemory implements KeySource {
  final List<SigningKey> keys = new ArrayList<>();
  int fetches;
  boolean down;

  KeysInMemory(TestKey... keys) {
    for (TestKey key : keys) {
      this.keys.add(key.published());
    }
  }

  @Override
  public List<SigningKey> fetch(TrustedIssuer issuer) {
    fetches++;
    if (down) {
      throw new IdentityUnavailable("the issuer is down");
    }
    return List.copyOf(keys);
  }
}
