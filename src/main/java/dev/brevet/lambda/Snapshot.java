package dev.brevet.lambda;

import dev.brevet.lambda.environment.SdkClients;
import org.crac.Context;
import org.crac.Resource;

/// What a function does around its snapshot: before, it primes and then drops every connection and
/// credential; after, it makes again what must be unique to each copy.
///
/// The caller that registers one keeps it in a field: CRaC holds resources weakly.
final class Snapshot implements Resource {
  private final Runnable prime;
  private final SdkClients clients;
  private final Runnable renew;

  /// `prime` runs whole requests; `renew` replaces all that answers requests.
  Snapshot(Runnable prime, SdkClients clients, Runnable renew) {
    this.prime = prime;
    this.clients = clients;
    this.renew = renew;
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    prime.run();
    clients.drop();
    SigningKeyCache.flush();
    // What was dropped must not be in the snapshot as garbage.
    System.gc();
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    renew.run();
  }
}
