package dev.brevet.authorization;

import dev.brevet.authorization.PageTokens.Position;

/// Page tokens as somebody makes them who knows the key.
public final class ForgedPages {
  private ForgedPages() {}

  /// A token of `search` by `asker`, for the page after `last` with at most `limit` results.
  public static String token(
      byte[] key, SearchQuestion search, String asker, String last, int limit) {
    return new PageTokens(key).token(search, asker, new Position(last, limit));
  }
}
