package dev.brevet.identity.token;

import module java.base;

import dev.brevet.deadline.Deadline;
import dev.brevet.deadline.Wait;
import dev.brevet.identity.IdentityUnavailable;
import dev.brevet.identity.IssuerUrl;
import dev.brevet.identity.SignatureAlgorithm;
import dev.brevet.identity.TrustedIssuer;
import dev.brevet.json.JsonReader;
import org.jspecify.annotations.Nullable;

/// The public keys of registered issuers, kept in memory.
///
/// INVARIANT: what is known of an issuer (its keys, when it was asked, how long it is not to be
/// asked again) is known for one version of its registration, and no version is given twice. A
/// registration that was written, or deleted and made again, starts with nothing; one that is
/// missing or disabled is forgotten. So keys are dropped with the registration that they were
/// fetched for, also where their issuer does not answer.
///
/// Keys are used for 15 minutes and then fetched again; when that fails they are used for up to an
/// hour more, so that an issuer that is down for a moment stops no caller. A `kid` that is not
/// among the keys makes one fetch, since the issuer may just have rotated; after it no unknown
/// `kid` of that issuer makes another for a minute. A failed fetch is not repeated for five seconds
/// after it ended. So a caller that invents key ids makes at most one request a minute to the
/// issuer.
///
/// INVARIANT: trouble with one issuer does not affect others. No lock is held while it is asked;
/// requests that need its keys meanwhile use those that they have, or share that one fetch; and its
/// answers, however slowly they come, have the time of one wait together.
public final class SigningKeys {
  static final Duration FRESH = Duration.ofMinutes(15);
  static final Duration USABLE = FRESH.plus(Duration.ofHours(1));
  static final Duration PAUSE_AFTER_UNKNOWN = Duration.ofMinutes(1);
  public static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(5);
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

  /// What is known of an issuer; guarded by itself, and never held while the issuer is asked.
  private static final class Held {
    private final TrustedIssuer registration;
    private List<SigningKey> keys = List.of();
    private @Nullable Instant fetchedAt;
    private @Nullable Instant failedAt;
    private @Nullable Instant unknownAt;
    private @Nullable Fetch underWay;
    private String problem = "";

    private Held(TrustedIssuer registration) {
      this.registration = registration;
    }
  }

  /// One fetch, for all requests that need it while it is under way. `askedAt` is how old the keys
  /// are that come of it.
  private record Fetch(Instant askedAt, CountDownLatch ended) {}

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
    List<SigningKey> keys =
        JsonReader.untrusted(keySet)
            .flatMap(SigningKey::ofSet)
            .orElseThrow(() -> new IllegalArgumentException("not a key set"));
    return new SigningKeys(
        asked -> {
          if (!asked.issuer().equals(issuer)) {
            throw new IdentityUnavailable("the keys of `" + asked.issuer() + "` are not known");
          }
          return keys;
        },
        clock);
  }

  public SigningKeys(KeySource source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  /// The keys of `issuer` that fit the algorithm and the key id, or all that fit the algorithm when
  /// there is no id; of keys with the same material, one.
  ///
  /// @throws IdentityUnavailable when there are no keys to decide with
  List<SigningKey> find(
      TrustedIssuer issuer, SignatureAlgorithm algorithm, Optional<String> keyId) {
    Held held = held(issuer);
    Fetch fetch;
    boolean isMine;
    synchronized (held) {
      Instant now = clock.instant();
      List<SigningKey> found = usable(held, now, algorithm, keyId);
      boolean isFresh = isWithin(FRESH, held.fetchedAt, now);
      if (isFresh && (!found.isEmpty() || isWithin(PAUSE_AFTER_UNKNOWN, held.unknownAt, now))) {
        return found;
      }
      isMine = held.underWay == null;
      if (isMine && isWithin(PAUSE_AFTER_FAULT, held.failedAt, now)) {
        return orUnavailable(held, now, found);
      }
      if (!isMine && !found.isEmpty()) {
        // Old, and still good: a request that comes while another fetches does not wait.
        return found;
      }
      if (isMine) {
        held.underWay = new Fetch(now, new CountDownLatch(1));
      }
      fetch = Objects.requireNonNull(held.underWay, "it is mine or another's");
    }
    if (isMine) {
      fetch(held, fetch);
    } else {
      await(issuer, fetch);
    }
    synchronized (held) {
      Instant now = clock.instant();
      List<SigningKey> found = usable(held, now, algorithm, keyId);
      List<SigningKey> known = orUnavailable(held, now, found);
      if (known.isEmpty()) {
        held.unknownAt = now;
      }
      return known;
    }
  }

  private static List<SigningKey> orUnavailable(Held held, Instant now, List<SigningKey> found) {
    if (isWithin(USABLE, held.fetchedAt, now)) {
      return found;
    }
    throw IdentityUnavailable.keysOf(held.registration, held.problem);
  }

  /// None, while nothing is known or what is known is too old.
  private static List<SigningKey> usable(
      Held held, Instant now, SignatureAlgorithm algorithm, Optional<String> keyId) {
    return isWithin(USABLE, held.fetchedAt, now)
        ? held.keys.stream()
            .filter(key -> key.fits(algorithm) && (keyId.isEmpty() || key.id().equals(keyId)))
            .collect(
                Collectors.toMap(
                    SigningKey::material, key -> key, (first, _) -> first, LinkedHashMap::new))
            .values()
            .stream()
            .toList()
        : List.of();
  }

  /// Asks the issuer, in the time that this request has. One that has less than a fetch may take
  /// says nothing about the issuer when that was not enough.
  private void fetch(Held held, Fetch fetch) {
    boolean hasAll = Deadline.current().left().compareTo(Wait.KEYS.most()) >= 0;
    List<SigningKey> keys = List.of();
    Optional<String> problem = Optional.of(": it could not be asked");
    try {
      keys = source.fetch(held.registration);
      problem = Optional.empty();
    } catch (IdentityUnavailable e) {
      problem = Optional.of(e.problem());
    } finally {
      synchronized (held) {
        if (problem.isEmpty()) {
          held.keys = keys;
          held.fetchedAt = fetch.askedAt();
          held.failedAt = null;
        } else if (hasAll) {
          // From its end: a fetch may take as long as the pause after it.
          held.failedAt = clock.instant();
        }
        held.problem = problem.orElse("");
        held.underWay = null;
      }
      fetch.ended().countDown();
    }
  }

  private static void await(TrustedIssuer issuer, Fetch fetch) {
    try {
      if (fetch.ended().await(Deadline.current().left(Wait.KEYS).toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    throw IdentityUnavailable.keysOf(issuer, ": another request's fetch did not end in time");
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

  // A moment in the future is not within: a clock that went back makes keys old, not eternal.
  private static boolean isWithin(Duration span, @Nullable Instant since, Instant now) {
    return since != null && !now.isBefore(since) && now.isBefore(since.plus(span));
  }
}
