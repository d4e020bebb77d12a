package dev.brevet.authorization;

import module java.base;

import dev.brevet.iam.Sha256;

/// Tokens that say where the next page of a search begins, each only for the same search by the
/// same program: with a checksum over all that was asked and the token's content.
///
/// A token opens nothing. A client that forges one begins its own search elsewhere, and every
/// result is decided when its page is made: so a checksum is enough, and there is no secret. Not
/// encrypted: a token holds the name of the last result, which its holder has seen.
final class PageTokens {
  private static final int SUM_BYTES = 16;
  private static final int LONGEST = 4_096;

  private final String deployment;

  /// @param deployment the same in every instance of a deployment, and another in other deployments
  PageTokens(String deployment) {
    this.deployment = deployment;
  }

  /// Where a page begins, after `last`, and how many results it has at most.
  record Position(String last, int limit) {}

  String token(SearchQuestion search, String client, Position position) {
    byte[] last = position.last().getBytes(StandardCharsets.UTF_8);
    ByteBuffer token = ByteBuffer.allocate(SUM_BYTES + Integer.BYTES + last.length);
    token.put(sum(search, client, position)).putInt(position.limit()).put(last);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token.array());
  }

  /// Empty when it is none of ours, or not for this search and program.
  Optional<Position> read(SearchQuestion search, String client, String token) {
    if (token.length() > LONGEST) {
      return Optional.empty();
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    int text = SUM_BYTES + Integer.BYTES;
    if (bytes.length < text) {
      return Optional.empty();
    }
    Position position =
        new Position(
            new String(bytes, text, bytes.length - text, StandardCharsets.UTF_8),
            ByteBuffer.wrap(bytes).getInt(SUM_BYTES));
    return position.limit() >= 0
            && Arrays.equals(sum(search, client, position), Arrays.copyOf(bytes, SUM_BYTES))
        ? Optional.of(position)
        : Optional.empty();
  }

  private byte[] sum(SearchQuestion search, String client, Position position) {
    StringBuilder all = new StringBuilder();
    feed(all, deployment);
    feed(all, client);
    feed(all, search.sought().name());
    feed(all, search.subject());
    feed(all, search.action().name());
    feed(all, search.action().properties());
    feed(all, search.resource());
    feed(all, search.context());
    feed(all, position.last());
    return Arrays.copyOf(Sha256.of(all.append(position.limit()).toString()), SUM_BYTES);
  }

  private static void feed(StringBuilder all, RequestEntity entity) {
    feed(all, entity.type());
    feed(all, entity.id());
    feed(all, entity.properties());
  }

  private static void feed(StringBuilder all, RequestProperties properties) {
    TreeMap<String, List<String>> sorted = new TreeMap<>(properties.asMap());
    all.append(sorted.size()).append(':');
    sorted.forEach(
        (name, values) -> {
          feed(all, name);
          all.append(values.size()).append(':');
          values.forEach(value -> feed(all, value));
        });
  }

  // With its length, so that no two searches are the same text.
  private static void feed(StringBuilder all, String text) {
    all.append(text.length()).append(':').append(text);
  }
}
