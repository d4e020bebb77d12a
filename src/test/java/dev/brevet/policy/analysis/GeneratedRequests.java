package dev.brevet.policy.analysis;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Arn;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.iam.RoleArn;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.PolicyType;

/// RequestSearch by callers of every kind, with and without the keys that [GeneratedPair] has
/// conditions on. What AWS always tells of the time is there, and who signs has an `aws:userid`;
/// all else may be absent.
final class GeneratedRequests {
  private static final List<String> ACCOUNTS = List.of("111122223333", "444455556666");
  private static final List<Principal> CALLERS =
      List.of(
          principal("arn:aws:iam::111122223333:root"),
          principal("arn:aws:iam::999999999999:root"),
          principal("arn:aws:iam::111122223333:user/u"),
          principal("arn:aws:iam::111122223333:user/w"),
          principal("arn:aws:iam::111122223333:user/somebody"),
          principal("arn:aws:iam::444455556666:user/v"),
          principal("arn:aws:iam::999900001111:user/z"),
          principal("arn:aws:iam::999999999999:user/somebody"),
          principal("arn:aws:sts::111122223333:assumed-role/r/ss"),
          principal("arn:aws:sts::111122223333:assumed-role/r/tt"),
          principal("arn:aws:sts::111122223333:assumed-role/other/ss"),
          principal("arn:aws:sts::444455556666:assumed-role/r/ss"),
          principal("arn:aws-cn:sts::111122223333:assumed-role/r/ss"),
          principal("arn:aws:sts::111122223333:federated-user/f"),
          principal("arn:aws:sts::111122223333:federated-user/g"),
          session("/p/", "ss"),
          session("/q/", "ss"),
          session("/z/", "ss"),
          session("/p/", "tt"),
          session("/q/", "tt"),
          new Principal.Role(RoleArn.parse("arn:aws:iam::111122223333:role/p/r").orElseThrow()),
          new Principal.Role(RoleArn.parse("arn:aws:iam::111122223333:role/other").orElseThrow()),
          new Principal.Service("states.amazonaws.com"),
          new Principal.Service("lambda.amazonaws.com"),
          new Principal.Service("somebody.amazonaws.com"),
          new Principal.Service("s3.amazonaws.com"),
          new Principal.WebIdentity("https://idp.example.com", "x"),
          new Principal.WebIdentity("idp.example.com", "x"),
          new Principal.WebIdentity("https://other.example.com", "x"),
          new Principal.WebIdentity("https://x/:saml-provider/y", "x"),
          new Principal.SamlIdentity(
              Arn.parse("arn:aws:iam::111122223333:saml-provider/corp").orElseThrow(), "x"),
          new Principal.SamlIdentity(
              Arn.parse("arn:aws:iam::111122223333:saml-provider/other").orElseThrow(), "x"),
          new Principal.Anonymous());

  private static final List<Principal> OWN_POLICIES =
      CALLERS.stream()
          .filter(
              caller ->
                  caller instanceof Principal.User
                      || caller instanceof Principal.Role
                      || caller instanceof Principal.RoleSession)
          .toList();

  private final Random random;
  private final boolean typed;
  private boolean single;
  private RequestContext.Builder context = RequestContext.builder();

  GeneratedRequests(Random random) {
    this(random, false);
  }

  /// @param typed whether AWS's own keys have values of their types alone, as in its requests
  GeneratedRequests(Random random, boolean typed) {
    this.random = random;
    this.typed = typed;
  }

  AuthorizationRequest next(PolicyType type) {
    single = typed && random.nextBoolean();
    context = RequestContext.builder();
    boolean identity = !type.namesPrincipals();
    Principal caller = GeneratedPair.any(identity ? OWN_POLICIES : CALLERS, random);
    fill(caller);
    boolean trust = type == PolicyType.TRUST;
    String action =
        trust
            ? pick("sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:TagSession")
            : pick("s:A", "s:A", "s:B", "s:AB", "s:a", "t:A");
    String resource =
        trust
            ? "arn:aws:iam::111122223333:role/it"
            : pick(
                "*",
                "arn:aws:s:::a",
                "arn:aws:s:::a",
                "arn:aws:s:::b",
                "arn:aws:s:::ab",
                "arn:aws:s:::u",
                "arn:aws:s:::a*",
                "arn:aws:s:::\uD83D\uDE00",
                "arn:aws:s:::111122223333",
                "arn:aws:s:::${aws:username}",
                "arn:aws:s:eu:111122223333:a",
                "arn:aws:s:eu:x:111122223333:a",
                "arn:aws:s:us:444455556666:a",
                "arn:aws:t:::x",
                "order/7",
                "order/8",
                "order/u");
    Optional<AccountId> owner =
        random.nextInt(3) == 0 || identity
            ? Optional.empty()
            : Optional.of(new AccountId(GeneratedPair.any(ACCOUNTS, random)));
    return new AuthorizationRequest(
        caller, Action.parse(action).orElseThrow(), resource, owner, context.build());
  }

  private void fill(Principal caller) {
    // The last but one is half of the last.
    one(
        "s:one",
        "a",
        "b",
        "ab",
        "c",
        "",
        "A",
        "u",
        "sb",
        "k",
        "\u212A",
        "true",
        "\uD83D",
        "\uD83D\uDE00");
    one("s:other", "a", "b", "t", "\uD83D");
    one("s:truth", "true", "false");
    one("s:number", "4", "5", "6", "7.5", "8", "-2", "1e999", "many", "100");
    one("s:bytes", "QUE=", "QUI=", "?", "");
    one("aws:SourceIp", "10.0.0.1", "10.1.2.3", "192.0.2.7", "2001:db8::2", none("none"));
    one("aws:MultiFactorAuthPresent", "true", "false");
    one("aws:MultiFactorAuthAge", "4", "6", "100", none("many"));
    one("aws:SecureTransport", "true", "false");
    one("aws:RequestedRegion", "eu-west-1", "us-east-1");
    one("aws:SourceAccount", "111122223333", "444455556666");
    one("aws:PrincipalTag/t", "u", "User", "");
    one("aws:TokenIssueTime", "2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z", none("never"));
    one(
        "aws:SourceArn",
        "arn:aws:sns:eu-west-1:111122223333:t",
        "arn:aws:sns:eu-west-1:111122223333:u",
        "arn:aws:sns:us-east-1:111122223333:u",
        "arn:aws:sns:us-east-1:444455556666:t",
        "arn:aws:sns:eu-west-1:111122223333:${aws:username}",
        "foo:aws:sns:eu-west-1:111122223333:t",
        "arn");
    context.put(
        "aws:CurrentTime",
        pick(
            "2025-01-01T00:00:00Z",
            "2025-06-01T00:00:00Z",
            "2026-01-01T00:00:00Z",
            "2027-01-01T00:00:00Z"));
    several("s:many", "a", "b", "ab", "", "k", "QUE=");
    several("u:unknown", "a", "b", "ab", "");
    several("s:numbers", "4", "5", "8", "many");
    several("s:dates", "2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "never");
    several("s:addresses", "10.0.0.1", "10.1.2.3", "192.0.2.7", "2001:db8::2");
    several(
        "s:arns",
        "arn:aws:sns:eu-west-1:111122223333:t",
        "arn:aws:sns:us-east-1:111122223333:u",
        "arn");
    several("aws:TagKeys", "a", "b", "t");
    if (caller instanceof Principal.Service(String name)) {
      several("aws:PrincipalServiceNamesList", name, "states.eu-west-1.amazonaws.com");
    }
    if (caller.account().isPresent()) {
      context.put("aws:userid", pick("u", "AROA:ss", "User"));
    }
  }

  /// A value of another type than the key's.
  private String none(String other) {
    return !typed
        ? other
        : other.equals("many") ? "5" : other.equals("none") ? "::1" : "2026-06-01";
  }

  private void one(String key, String... values) {
    if (random.nextInt(4) > 0) {
      context.put(key, pick(values));
    }
  }

  private void several(String key, String... values) {
    List<String> chosen = new ArrayList<>();
    for (String value : values) {
      if (random.nextInt(3) == 0) {
        chosen.add(value);
      }
    }
    context.put(key, single && chosen.size() > 1 ? chosen.subList(0, 1) : chosen);
  }

  private String pick(String... from) {
    return from[random.nextInt(from.length)];
  }

  private static Principal principal(String arn) {
    return Principal.parseArn(arn).orElseThrow();
  }

  private static Principal session(String path, String name) {
    return new Principal.RoleSession(
        "aws", new AccountId("111122223333"), Optional.of(path), "r", name);
  }
}
