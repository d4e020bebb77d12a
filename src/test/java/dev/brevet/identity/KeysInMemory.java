package dev.brevet.identity;

import java.util.ArrayList;
import java.util.List;

/// A key source that answers from memory, counts fetches and can be out of reach.
final class KeysInMemory implements KeySource {
  final List<SigningKey> keys = new ArrayList<>();
  volatile int fetches;
  volatile boolean down;

  /// What happens until it answers.
  volatile Runnable takes = () -> {};

  KeysInMemory(TestKey... keys) {
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
