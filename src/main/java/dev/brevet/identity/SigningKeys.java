package dev.brevet.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The public keys of registered issuers, kept in memory.
///
/// INVARIANT: what is known of an issuer (its keys, when it was asked, how long it is not to be
/// asked again) is known for one version of its registration, and no version is given twice. A
/// registration that was written, or deleted and made anew, starts with nothing; one that is
/// missing or disabled is forgotten. So keys die with the registration that they were fetched for,
/// also where their issuer does not answer.
///
/// Keys are used for 15 minutes and then fetched again; when that fails they are used for up to an
/// hour more, so that an issuer that is down for a moment stops nobody. A `kid` that is not among
/// the keys makes one fetch, since the issuer may just have rotated; after it no unknown `kid` of
/// that issuer makes another for a minute. A failed fetch is not repeated for five seconds. So
/// whoever invents key ids makes at most one request a minute to the issuer.
public final class SigningKeys {
  static final Duration FRESH = Duration.ofMinutes(15);
  static final Duration USABLE = FRESH.plus(Duration.ofHours(1));
  static final Duration PAUSE_AFTER_UNKNOWN = Duration.ofMinutes(1);
  static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(5);
  private static final int MOST_ISSUERS = 256;

  private final KeySource source;
  private final InstantSource clock;
  private final Map<IssuerUrl, Held> heldByIssuer =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<IssuerUrl, Held> eldest) {
          return size() > MOST_ISSUERS;
        }
      };

  private static final class Held {
    private final TrustedIssuer registration;
    private List<SigningKey> keys = List.of();
    private @Nullable Instant fetchedAt;
    private @Nullable Instant failedAt;
    private @Nullable Instant unknownAt;

    private Held(TrustedIssuer registration) {
      this.registration = registration;
    }
  }

  /// Keys fetched over HTTPS, by discovery or from the registered place.
  ///
  /// @param clock the time, for ages and pauses
  /// @param loopbackAllowed whether `http` and this machine's own addresses may be fetched from:
  ///   the local world only
  public static SigningKeys overHttps(InstantSource clock, boolean loopbackAllowed) {
    return new SigningKeys(new HttpsKeySource(loopbackAllowed), clock);
  }

  /// The keys of one issuer that are known beforehand: nothing is fetched, and no other issuer has
  /// any.
  ///
  /// @param keySet a JSON Web Key Set (RFC 7517)
  public static SigningKeys known(IssuerUrl issuer, String keySet, InstantSource clock) {
    return new SigningKeys(new KnownKeySource(issuer, keySet), clock);
  }

  SigningKeys(KeySource source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  /// The keys of `issuer` that fit the algorithm and the key id, or all that fit the algorithm when
  /// there is no id.
  ///
  /// @throws IdentityUnavailable when there are no keys to decide with
  List<SigningKey> find(
      TrustedIssuer issuer, SignatureAlgorithm algorithm, Optional<String> keyId) {
    Held held = held(issuer);
    synchronized (held) {
      Instant now = clock.instant();
      boolean fetched = refresh(issuer, held, now);
      List<SigningKey> found = select(held.keys, algorithm, keyId);
      if (!found.isEmpty() || isWithin(PAUSE_AFTER_UNKNOWN, held.unknownAt, now)) {
        return found;
      }
      held.unknownAt = now;
      if (fetched || !fetch(issuer, held, now)) {
        return found;
      }
      return select(held.keys, algorithm, keyId);
    }
  }

  /// Drops what is known of an issuer: its registration is missing, disabled or broken.
  void forget(IssuerUrl issuer) {
    synchronized (heldByIssuer) {
      heldByIssuer.remove(issuer);
    }
  }

  private Held held(TrustedIssuer issuer) {
    synchronized (heldByIssuer) {
      Held held = heldByIssuer.get(issuer.issuer());
      // The whole registration, version and all: two that differ in anything share nothing.
      if (held == null || !held.registration.equals(issuer)) {
        held = new Held(issuer);
        heldByIssuer.put(issuer.issuer(), held);
      }
      return held;
    }
  }

  /// Makes sure that there are keys of a bearable age; true when they were fetched just now.
  private boolean refresh(TrustedIssuer issuer, Held held, Instant now) {
    if (isWithin(FRESH, held.fetchedAt, now)) {
      return false;
    }
    if (fetch(issuer, held, now)) {
      return true;
    }
    if (isWithin(USABLE, held.fetchedAt, now)) {
      return false;
    }
    throw IdentityUnavailable.keysOf(issuer, "");
  }

  private boolean fetch(TrustedIssuer issuer, Held held, Instant now) {
    if (isWithin(PAUSE_AFTER_FAULT, held.failedAt, now)) {
      return false;
    }
    try {
      held.keys = source.fetch(issuer);
      held.fetchedAt = now;
      held.failedAt = null;
      return true;
    } catch (IdentityUnavailable e) {
      held.failedAt = now;
      if (isWithin(USABLE, held.fetchedAt, now)) {
        return false;
      }
      throw e;
    }
  }

  private static List<SigningKey> select(
      List<SigningKey> keys, SignatureAlgorithm algorithm, Optional<String> keyId) {
    return keys.stream()
        .filter(key -> key.fits(algorithm) && (keyId.isEmpty() || key.id().equals(keyId)))
        .toList();
  }

  // A moment in the future is not within: a clock that went back makes keys old, not eternal.
  private static boolean isWithin(Duration span, @Nullable Instant since, Instant now) {
    return since != null && !now.isBefore(since) && now.isBefore(since.plus(span));
  }
}
