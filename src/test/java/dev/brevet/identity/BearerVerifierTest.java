package dev.brevet.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.brevet.iam.SecretString;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerVerifierTest {
  private static final TokenVerifier TOKENS = (_, _) -> new Verification.Rejected("as a token");
  private static final TokenVerifier PRESIGNED =
      (_, _) -> new Verification.Rejected("as presigned");

  @Test
  void presignedRequest_isVerifiedAsOne() {
    assertEquals(
        new Verification.Rejected("as presigned"),
        new BearerVerifier(TOKENS, Optional.of(PRESIGNED))
            .verify(new SecretString("brevet-v1.x"), TokenUse.BREVET));
  }

  @Test
  void presignedRequestWhereItIsOff_isRejectedAndNoToken() {
    assertEquals(
        new Verification.Rejected("presigned identity is switched off"),
        new BearerVerifier(TOKENS, Optional.empty())
            .verify(new SecretString("brevet-v1.x"), TokenUse.BREVET));
  }

  @Test
  void presignedRequest_isNoTokenForAnApi() {
    assertEquals(
        new Verification.Rejected("a presigned request is for Brevet itself"),
        new BearerVerifier(TOKENS, Optional.of(PRESIGNED))
            .verify(new SecretString("brevet-v1.x"), TokenUse.AUTHORIZER));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "eyJ.x.y", "Brevet-v1.x", "brevet-v2.x", " brevet-v1.x", "brevet-v1"})
  void anythingElse_isVerifiedAsAToken(String bearer) {
    assertEquals(
        new Verification.Rejected("as a token"),
        new BearerVerifier(TOKENS, Optional.of(PRESIGNED))
            .verify(new SecretString(bearer), TokenUse.BREVET));
  }
}
