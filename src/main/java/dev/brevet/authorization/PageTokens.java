package dev.brevet.authorization;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Tokens that say where the next page of a search begins, each good for the same search by the
/// same program alone: HMAC-SHA256 over all that was asked and the token's content.
///
/// A token opens nothing. Whoever could forge one could begin its own search elsewhere, and every
/// result is decided when its page is made; so the key need not be a secret, only the same in every
/// instance of a deployment and another in other deployments. Not encrypted: a token holds the name
/// of the last result, which whoever has it has seen.
final class PageTokens {
  private static final int MAC_BYTES = 16;
  private static final int LONGEST = 4_096;

  private final SecretKeySpec key;

  PageTokens(byte[] key) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  /// Where a page begins, after `last`, and how many results it has at most.
  record Position(String last, int limit) {}

  String token(SearchQuestion search, String asker, Position position) {
    byte[] content = content(position);
    byte[] mac = mac(search, asker, content);
    byte[] token = Arrays.copyOf(mac, MAC_BYTES + content.length);
    System.arraycopy(content, 0, token, MAC_BYTES, content.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /// Empty when it is none of ours, or not for this search and program.
  Optional<Position> read(SearchQuestion search, String asker, String token) {
    if (token.length() > LONGEST) {
      return Optional.empty();
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    if (bytes.length < MAC_BYTES + Integer.BYTES) {
      return Optional.empty();
    }
    byte[] content = Arrays.copyOfRange(bytes, MAC_BYTES, bytes.length);
    byte[] mac = Arrays.copyOf(mac(search, asker, content), MAC_BYTES);
    return MessageDigest.isEqual(mac, Arrays.copyOf(bytes, MAC_BYTES))
            && ByteBuffer.wrap(content).getInt() >= 0
        ? Optional.of(
            new Position(
                new String(
                    content, Integer.BYTES, content.length - Integer.BYTES, StandardCharsets.UTF_8),
                ByteBuffer.wrap(content).getInt()))
        : Optional.empty();
  }

  private static byte[] content(Position position) {
    byte[] last = position.last().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Integer.BYTES + last.length)
        .putInt(position.limit())
        .put(last)
        .array();
  }

  private byte[] mac(SearchQuestion search, String asker, byte[] content) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      feed(mac, asker);
      feed(mac, search.sought().name());
      feed(mac, search.subject());
      feed(mac, search.action().name());
      feed(mac, search.action().properties());
      feed(mac, search.resource());
      feed(mac, search.context());
      return mac.doFinal(content);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static void feed(Mac mac, AskedEntity entity) {
    feed(mac, entity.type());
    feed(mac, entity.id());
    feed(mac, entity.properties());
  }

  private static void feed(Mac mac, AskedProperties properties) {
    Map<String, List<String>> sorted = new TreeMap<>(properties.asMap());
    mac.update(ByteBuffer.allocate(4).putInt(sorted.size()).array());
    sorted.forEach(
        (name, values) -> {
          feed(mac, name);
          mac.update(ByteBuffer.allocate(4).putInt(values.size()).array());
          values.forEach(value -> feed(mac, value));
        });
  }

  // With its length, so that no two searches are the same bytes.
  private static void feed(Mac mac, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    mac.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
    mac.update(bytes);
  }
}
