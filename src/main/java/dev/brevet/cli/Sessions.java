package dev.brevet.cli;

import module java.base;

import dev.brevet.cli.environment.CacheEntry;
import dev.brevet.cli.environment.Environment;
import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.cli.environment.PrivateFolder;
import dev.brevet.cli.login.Session;
import dev.brevet.cli.login.TokenSource;
import dev.brevet.json.JsonValue.JsonObject;

/// Gets credentials: kept ones while they are fresh, otherwise new ones. If several programs want
/// the same credentials at once, only one asks Brevet.
final class Sessions {
  /// Longer than any session of a role lives.
  private static final Duration LONGEST = Duration.ofHours(13);

  private static final String KIND = "session";

  private final Environment environment;
  private final BrevetApi api;
  private final TokenSource tokens;

  Sessions(Environment environment, BrevetApi api, TokenSource tokens) {
    this.environment = environment;
    this.api = api;
    this.tokens = tokens;
  }

  /// New credentials, which no program had before. They are not kept.
  Session vendAnew(VendInputs inputs) throws Failure {
    return vend(inputs, inputs.bodyWithoutReuse());
  }

  private Session vend(VendInputs inputs) throws Failure {
    return vend(inputs, inputs.body());
  }

  private Session vend(VendInputs inputs, JsonObject body) throws Failure {
    JsonObject answer = api.post("/v1/credentials", body, tokens.token());
    Optional<Session> session = Session.vended(answer, environment.clock().instant());
    if (session.isEmpty()) {
      throw Failure.of(Exit.UNAVAILABLE, inputs.url() + " answered, but not with credentials");
    }
    if (!session.get().expiration().isAfter(environment.clock().instant())) {
      throw Failure.of(
          Exit.UNAVAILABLE,
          inputs.url() + " answered with credentials that are already expired",
          "check the clock of this machine");
    }
    return session.get();
  }

  /// Kept ones or new ones.
  Session get(VendInputs inputs) throws Failure {
    CacheEntry entry = new CacheEntry(environment.cacheFolder(), KIND, inputs.text());
    try {
      Optional<Session> kept = kept(entry).filter(this::isFresh);
      return kept.isPresent() ? kept.get() : entry.locked(() -> refreshed(entry, inputs));
    } catch (IOException e) {
      environment.tell(
          "the cache folder `" + environment.cache() + "` cannot be used: " + e.getMessage());
      return vend(inputs);
    }
  }

  /// Another process may have been faster. If Brevet does not answer, kept credentials are used
  /// until they expire; if it refuses, they are deleted.
  private Session refreshed(CacheEntry entry, VendInputs inputs) throws Failure, IOException {
    Optional<Session> kept = kept(entry);
    if (kept.filter(this::isFresh).isPresent()) {
      return kept.get();
    }
    PrivateFolder.Generation generation = environment.cacheFolder().generation(KIND);
    try {
      Session session = vend(inputs);
      keep(entry, session, generation);
      return session;
    } catch (Failure failure) {
      Instant now = environment.clock().instant();
      if (failure.exit() == Exit.UNAVAILABLE && kept.filter(it -> it.isUsable(now)).isPresent()) {
        environment.tell(
            failure.message()
                + "; using credentials that expire at "
                + Session.seconds(kept.get().expiration()));
        return kept.get();
      }
      if (failure.exit() == Exit.REFUSED) {
        entry.delete();
      }
      throw failure;
    }
  }

  /// Not if `brevet logout` ran meanwhile. Each opaque token has an entry of its own, so entries
  /// older than any session are deleted.
  private void keep(CacheEntry entry, Session session, PrivateFolder.Generation generation)
      throws Failure {
    try {
      if (entry.write(session.toJson(), generation)) {
        entry.deleteOthersOlderThan(LONGEST);
      }
    } catch (IOException e) {
      environment.tell("the credentials could not be kept: " + e.getMessage());
    }
  }

  private static Optional<Session> kept(CacheEntry entry) throws IOException {
    return entry.read().flatMap(Session::read);
  }

  private boolean isFresh(Session session) {
    return session.isFresh(environment.clock().instant());
  }
}
