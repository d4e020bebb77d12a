package dev.brevet.vending;

import module java.base;

import dev.brevet.iam.RequestContext;
import dev.brevet.iam.Sha256;
import dev.brevet.iam.VendedName;
import dev.brevet.identity.VerifiedIdentity;

/// What a proof says, as one short text: two proofs that any trust policy can tell apart have two
/// digests, and the same proof has the same one each time.
///
/// The digest is over the principal and every condition key that the proof fills. Only the age of
/// the second factor is left out: it grows with every second, and follows from the claim
/// `auth_time`, which is among the keys.
final class IdentityDigest {
  private static final String AGE = "aws:multifactorauthage";

  private IdentityDigest() {}

  /// 40 characters of base 32.
  static String of(VerifiedIdentity caller) {
    Map<String, List<String>> keys = new TreeMap<>(caller.context().asMap());
    keys.remove(AGE);
    return VendedName.hash(
        Sha256.ofUnits(SessionNames.named(caller.principal()) + "\n" + text(keys)));
  }

  static String text(RequestContext keys) {
    return text(keys.asMap());
  }

  /// The keys as one text. Lengths before names and values make it injective.
  private static String text(Map<String, List<String>> sorted) {
    StringBuilder out = new StringBuilder(256);
    sorted.forEach(
        (key, values) -> {
          measured(key, out);
          out.append(values.size()).append('=');
          values.forEach(value -> measured(value, out));
        });
    return out.toString();
  }

  private static void measured(String text, StringBuilder out) {
    out.append(text.length()).append(':').append(text);
  }
}
