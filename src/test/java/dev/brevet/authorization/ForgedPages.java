package dev.brevet.authorization;

import dev.brevet.authorization.PageTokens.Position;

/// Page tokens as a caller makes them that knows how.
public final class ForgedPages {
  private ForgedPages() {}

  /// A token of `search` by `client`, for the page after `last` with at most `limit` results.
  public static String token(
      String deployment, SearchQuestion search, String client, String last, int limit) {
    return new PageTokens(deployment).token(search, client, new Position(last, limit));
  }
}
