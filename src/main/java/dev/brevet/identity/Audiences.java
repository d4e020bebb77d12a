package dev.brevet.identity;

import module java.base;

import dev.brevet.json.RefusedField;

/// The values of `aud` by which an issuer says what its tokens are for, each at most 64.
///
/// At least one is there, and none twice: with a value that meant two uses, the party that a token
/// was made for could present it to the other.
///
/// @param brevet mean Brevet itself; these tokens may ask the authorization API too
/// @param asking mean the authorization API only
/// @param authorizer mean APIs behind the authorizer; of these an API's table names its own
public record Audiences(List<String> brevet, List<String> asking, List<String> authorizer) {
  static final String BREVET_FIELD = "audiences";
  static final String ASKING_FIELD = "askingAudiences";
  static final String AUTHORIZER_FIELD = "authorizerAudiences";

  public Audiences {
    brevet = IssuerFields.words(BREVET_FIELD, brevet);
    asking = IssuerFields.words(ASKING_FIELD, asking);
    authorizer = IssuerFields.words(AUTHORIZER_FIELD, authorizer);
    List<String> all = new ArrayList<>(brevet);
    all.addAll(asking);
    all.addAll(authorizer);
    if (all.isEmpty()) {
      throw new RefusedField(
          BREVET_FIELD, "is empty, and so are `askingAudiences` and `authorizerAudiences`");
    }
    if (all.stream().distinct().count() != all.size()) {
      throw new IllegalArgumentException(
          "an audience is in two of `audiences`, `askingAudiences` and `authorizerAudiences`: each"
              + " audience must be in one list only");
    }
  }

  /// Those that are good for a use.
  public List<String> of(TokenUse use) {
    return switch (use) {
      case BREVET -> brevet;
      case ASKING -> Stream.concat(brevet.stream(), asking.stream()).toList();
      case AUTHORIZER -> authorizer;
    };
  }
}
