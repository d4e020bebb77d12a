package dev.brevet.lambda;

/// Tokens of an issuer that does not exist, for the requests that prime a function before its
/// snapshot, and the public keys that verify them.
///
/// They open nothing: no function that answers requests knows the issuer or its keys, they expired
/// on 2026-01-01, and the private keys were thrown away when these were made.
final class PrimingTokens {
  /// `.invalid` belongs to no party: RFC 2606.
  static final String ISSUER = "https://priming.invalid";

  /// Within the tokens' lives.
  static final String TIME = "2026-01-01T00:10:00Z";

  static final String KEY_SET =
      """
      {"keys":[{"kty":"RSA","use":"sig","kid":"rsa","e":"AQAB","n":"yJkqto4Vajl4ZrHyVOIvaev9Np\
      km4qGrPW7SyL4qervw0yWxHIU0SOvs_3w35LuM8Rd0NEMKhXvceTm31QAP7sHgsOmA_UGHVCvIqwMlXZvnSjNdA4\
      qpEW49tz7l8DjGc-VLAqoXfOAOMzZcQ-70mwpwVgd5LxFgXci1HSQwqBSEugePZLJFCIDu0waY8X5Gy_M8p5_oUs\
      nlyxlkvpxG8umcln9o2QJHdPhvnooE0unCN4VB9JEvLf4wbjee2vjBIeha2H2rFqMO0G2jlWLST8a1-DUQdWDcoI\
      P2WJdZshyZHmeYVfES_MjJM2RsLSKT_zCXFMhIJH4ecKjTvP-aCQ"},{"kty":"EC","use":"sig","kid":"ec\
      ","crv":"P-256","x":"kDhcVu7Hf2FwwehEUoUfmzjFqUupfXaxEM7CFImJqfI","y":"YnBEnt3NEpKMbFhRu\
      29Ago5Lt2CyOii7veua3lueVrg"}]}\
      """;

  static final String RS256 =
      """
      eyJhbGciOiJSUzI1NiIsImtpZCI6InJzYSIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL3ByaW1pbmcuaW5\
      2YWxpZCIsInN1YiI6InByaW1pbmciLCJhdWQiOiJicmV2ZXQiLCJpYXQiOjE3NjcyMjU2MDAsImV4cCI6MTc2NzI\
      yOTIwMCwiZ3JvdXBzIjpbInByaW1pbmciXX0.XwDWqaeqWaxV8_I0SOsK8bk18_s71s1LQvkVQEqsTcYgZoZ21Xd\
      sqFNGr_jFnDOzi_2psVXEREWjb88Z8_dtFGRCZg9Uw7spuWZJNrgM8bfMPh8ugAeHQIu_x9ibuQT88e047s4GcQi\
      t0E4tKFZ84iw_eX4Zbg2xWKBstASYSfPVPGAm74kUO54NE9JIDnMxzBB3XdgTaaRJQQDjVAlTo6nwJ4iHKIfKqyC\
      gV1d_--iwRAxTUSN6MR7C48nbc68lKkWPcrjpPhnzT1utWIPrefBxZ5SiFQZy9aHtBBkNv-fwF_PXN11EKih0vRm\
      lMQmYkc-GI-XdXN0AqFMf_xkXhQ\
      """;

  static final String ES256 =
      """
      eyJhbGciOiJFUzI1NiIsImtpZCI6ImVjIiwidHlwIjoiSldUIn0.eyJpc3MiOiJodHRwczovL3ByaW1pbmcuaW52\
      YWxpZCIsInN1YiI6InByaW1pbmciLCJhdWQiOiJicmV2ZXQiLCJpYXQiOjE3NjcyMjU2MDAsImV4cCI6MTc2NzIy\
      OTIwMCwiZ3JvdXBzIjpbInByaW1pbmciXX0.yx21g7AQFnM8-84Cs7CL-XHBbfs4FM5bscHKkFZE15unaJb3UEw2\
      9o3uhah9zIHouWT_Lg_Db_sb-ncXnGIakg\
      """;

  private PrimingTokens() {}
}
