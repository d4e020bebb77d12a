package dev.brevet.identity.token;

import module java.base;

import dev.brevet.iam.AsciiCase;

/// Condition keys of an AWS principal that some proofs of it establish and others do not: a request
/// signed for API Gateway, a presigned identity, a token of `sts:GetWebIdentityToken`. A caller
/// chooses which it brings, so that a condition on such a key is one that the caller may choose to
/// meet.
///
/// Keys that the three agree on, or that AWS principals never have here, are not among them.
public final class PartlyProvenKeys {
  private static final String TOKENS = "only tokens that AWS issued contain it";
  private static final String TAGS = "aws:principaltag/";

  private static final Map<String, String> OTHERS =
      Map.of(
          "aws:userid",
          "tokens that AWS issued do not contain it",
          "aws:principalorgid",
          "presigned identities do not contain it",
          "aws:principalorgpaths",
          TOKENS,
          "aws:tokenissuetime",
          TOKENS);

  private static final Map<String, String> OF_TOKENS =
      AwsTokenClaims.sessionKeys().stream()
          // Every token of an OpenID provider has it, which is what conditions on it are about.
          .filter(key -> !key.equals("aws:FederatedProvider"))
          .collect(Collectors.toUnmodifiableMap(AsciiCase::lower, _ -> TOKENS));

  private PartlyProvenKeys() {}

  /// Which proofs do not establish `key`, in words; empty when all do, or none.
  public static Optional<String> missingFrom(String key) {
    String name = AsciiCase.lower(key);
    return name.startsWith(TAGS)
        ? Optional.of(TOKENS)
        : Optional.ofNullable(OTHERS.get(name)).or(() -> Optional.ofNullable(OF_TOKENS.get(name)));
  }
}
