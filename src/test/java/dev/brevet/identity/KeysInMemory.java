package dev.brevet.identity;

import module java.base;

import dev.brevet.identity.token.KeySource;
import dev.brevet.identity.token.SigningKey;

/// A key source that answers from memory, counts fetches and can be out of reach.
public final class KeysInMemory implements KeySource {
  public final List<SigningKey> keys = new ArrayList<>();
  public volatile int fetches;
  public volatile boolean down;

  /// What happens until it answers.
  public volatile Runnable takes = () -> {};

  public KeysInMemory(TestKey... keys) {
    for (TestKey key : keys) {
      this.keys.add(key.published());
    }
  }

  @Override
  public List<SigningKey> fetch(TrustedIssuer issuer) {
    synchronized (this) {
      fetches++;
    }
    takes.run();
    if (down) {
      throw new IdentityUnavailable("the issuer is down");
    }
    return List.copyOf(keys);
  }
}
