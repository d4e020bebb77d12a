package dev.brevet.identity.token;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.iam.SessionTag;
import dev.brevet.iam.UntrustedText;
import dev.brevet.identity.AwsPrincipalKeys;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.JsonString;
import dev.brevet.json.JsonValue.Member;

/// Reads what AWS says in an `sts:GetWebIdentityToken` token: the principal whose ARN is `sub`, and
/// AWS's condition keys from the claims under `https://sts.amazonaws.com/`.
///
/// `request_tags` were chosen by the caller and `source_region` is where the token was asked for,
/// not where Brevet is: they become no AWS keys. Source: IAM User Guide,
/// id_roles_providers_outbound_token_claims.
final class AwsTokenClaims {
  private static final String NAMESPACE = "https://sts.amazonaws.com/";

  private static final Map<String, String> KEY_BY_CLAIM =
      Map.of(
          "federated_provider", "aws:FederatedProvider",
          "source_identity", "aws:SourceIdentity",
          "identity_store_user_id", "identitystore:UserId",
          "identity_store_arn", "identitystore:IdentityStoreArn",
          "ec2_source_instance_arn", "ec2:SourceInstanceArn",
          "ec2_instance_source_vpc", "aws:Ec2InstanceSourceVpc",
          "ec2_instance_source_private_ipv4", "aws:Ec2InstanceSourcePrivateIPv4",
          "ec2_role_delivery", "ec2:RoleDelivery",
          "lambda_source_function_arn", "lambda:SourceFunctionArn",
          "glue_credential_issuing_service", "glue:CredentialIssuingService");

  private AwsTokenClaims() {}

  /// The keys of sessions that a token may have, its tags left out.
  static Collection<String> sessionKeys() {
    return KEY_BY_CLAIM.values();
  }

  /// Empty unless `sub` is the ARN of a principal of `account` and the token's own account claim
  /// agrees.
  static Optional<Principal> principal(AccountId account, JsonObject payload) {
    boolean sameAccount =
        claims(payload)
            .flatMap(claims -> claims.text("aws_account"))
            .filter(account.digits()::equals)
            .isPresent();
    return sameAccount
        ? payload
            .text("sub")
            .flatMap(Principal::parseArn)
            .filter(principal -> principal.account().equals(Optional.of(account)))
        : Optional.empty();
  }

  /// What AWS says of the session that asked for the token, besides its role: which user it was
  /// made for, where it runs, and its tags. No value that the caller chooses for each token. Empty
  /// for tokens of other issuers; not for one of AWS's that is registered as another kind.
  static RequestContext distinguishing(JsonObject payload) {
    RequestContext.Builder keys = RequestContext.builder();
    claims(payload).ifPresent(claims -> session(claims, keys));
    return keys.build();
  }

  static RequestContext.Builder keys(Principal principal, JsonObject payload) {
    RequestContext.Builder keys = AwsPrincipalKeys.of(principal);
    claims(payload)
        .ifPresent(
            claims -> {
              session(claims, keys);
              text(claims, "org_id")
                  .flatMap(AwsPrincipalKeys::organization)
                  .ifPresent(id -> keys.put("aws:PrincipalOrgID", id));
              text(claims, "ou_path").ifPresent(path -> keys.put("aws:PrincipalOrgPaths", path));
            });
    return keys;
  }

  private static void session(JsonObject claims, RequestContext.Builder keys) {
    KEY_BY_CLAIM.forEach(
        (claim, key) -> text(claims, claim).ifPresent(value -> keys.put(key, value)));
    tags(claims, keys);
  }

  private static void tags(JsonObject claims, RequestContext.Builder keys) {
    for (Member tag :
        claims.get("principal_tags").flatMap(JsonValue::asObject).stream()
            .flatMap(tags -> tags.members().stream())
            .toList()) {
      if (SessionTag.isKey(tag.name()) && tag.value() instanceof JsonString(String text, _)) {
        keys.put("aws:PrincipalTag/" + tag.name(), text);
      }
    }
  }

  private static Optional<String> text(JsonObject claims, String name) {
    return claims.text(name).filter(value -> !value.isEmpty() && UntrustedText.isOneLine(value));
  }

  private static Optional<JsonObject> claims(JsonObject payload) {
    return payload.get(NAMESPACE).flatMap(JsonValue::asObject);
  }
}
