package dev.brevet.iam;

/// The form of the names that Brevet gives to the sessions that it makes: `<readable>-<hash>`, up
/// to 23 characters that people read, and 40 of base 32 over the first 200 bits of a SHA-256.
///
/// INVARIANT: every session that Brevet makes has a role session name of this form, so that its
/// name is enough to know it, wherever AWS reports it. A principal that assumes a role outside
/// Brevet can choose such a name too, and is then taken for less than it is, never for more: a name
/// of this form proves nothing.
public final class VendedName {
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int HASH_CHARACTERS = 40;

  /// The most readable characters, within the 64 that STS takes.
  public static final int READABLE = 64 - 1 - HASH_CHARACTERS;

  private VendedName() {}

  /// The name of the first characters of `own`, with `.` for those that STS does not take, and of
  /// `sha256`.
  ///
  /// @param sha256 32 bytes
  public static SessionName of(String own, byte[] sha256) {
    StringBuilder out = new StringBuilder(64);
    for (int i = 0; i < own.length() && out.length() < READABLE; i++) {
      char c = own.charAt(i);
      out.append(SessionName.isCharacter(c) ? c : '.');
    }
    return new SessionName(out.append('-').append(hash(sha256)).toString());
  }

  /// The hash of a name: 40 characters of base 32.
  public static String hash(byte[] sha256) {
    if (sha256.length != 32) {
      throw new IllegalArgumentException("not a SHA-256: " + sha256.length + " bytes");
    }
    StringBuilder out = new StringBuilder(HASH_CHARACTERS);
    for (int i = 0; i < HASH_CHARACTERS; i++) {
      int bit = 5 * i;
      int two = ((sha256[bit >>> 3] & 0xff) << 8) | (sha256[(bit >>> 3) + 1] & 0xff);
      out.append(ALPHABET.charAt((two >>> (11 - (bit & 7))) & 31));
    }
    return out.toString();
  }

  /// Whether `name`, a role session name or a source identity, is of this form.
  public static boolean isOne(String name) {
    int dash = name.length() - HASH_CHARACTERS - 1;
    if (dash < 0 || dash > READABLE || name.charAt(dash) != '-') {
      return false;
    }
    for (int i = dash + 1; i < name.length(); i++) {
      if (ALPHABET.indexOf(name.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }
}
