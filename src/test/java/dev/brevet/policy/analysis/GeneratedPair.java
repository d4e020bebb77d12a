package dev.brevet.policy.analysis;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import module java.base;

import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;

/// Two policies of one type, made from a seed: of either version, with principals of every kind,
/// `Not` elements, lists without entries, policy variables, and conditions of every family with
/// every set operator. Most pairs are alike, as those that people compare are.
///
/// In the texts `~` stands for a quote of a policy variable's default.
record GeneratedPair(PolicyType type, Policy one, Policy other) {
  private static final List<PolicyType> TYPES =
      List.of(
          PolicyType.IDENTITY,
          PolicyType.RESOURCE,
          PolicyType.RESOURCE,
          PolicyType.TRUST,
          PolicyType.ENDPOINT);
  private static final List<String> VERSIONS = List.of("2012-10-17", "2012-10-17", "2008-10-17");
  private static final List<String> ACTIONS =
      List.of("*", "s:*", "s:A", "s:B", "s:A*", "s:?", "S:a", "s:?*", "t:*");
  private static final List<String> TRUST_ACTIONS =
      List.of("sts:AssumeRole", "sts:TagSession", "sts:*", "sts:AssumeRoleWith*");
  private static final List<String> RESOURCES =
      List.of(
          "*",
          "*",
          "*",
          "arn:aws:s:::a",
          "arn:aws:s:::*b",
          "arn:aws:s:::a*",
          "arn:aws:s:::?",
          "arn:aws:s:::\uD83D\uDE00",
          "arn:*",
          "arn:aws:s:*:111122223333:a",
          "arn:aws:s:eu:111122223333:*",
          "arn:aws:s:::${aws:username}",
          "arn:aws:s:::${s:other, ~a~}",
          "arn:aws:s:::${aws:TagKeys}",
          "arn:aws:s:::${aws:PrincipalAccount}",
          "arn:aws:s:::a${*}",
          "?rn:aws:s:::a",
          "order/*",
          "order/${aws:username}",
          "order/7");
  private static final List<String> PRINCIPALS =
      List.of(
          "'*'",
          "{'AWS':'*'}",
          "{'AWS':'111122223333'}",
          "{'AWS':'111122223333'}",
          "{'AWS':'999999999999'}",
          "{'AWS':['arn:aws:iam::111122223333:root','arn:aws:iam::444455556666:user/v']}",
          "{'AWS':'arn:aws:iam::111122223333:user/u'}",
          "{'AWS':'arn:aws:iam::111122223333:user/somebody'}",
          "{'AWS':['111122223333','arn:aws:iam::111122223333:user/u']}",
          "{'AWS':'arn:aws:iam::111122223333:role/p/r'}",
          "{'AWS':'arn:aws:iam::111122223333:role/q/r'}",
          "{'AWS':'arn:aws-cn:iam::111122223333:role/p/r'}",
          "{'AWS':['arn:aws:iam::111122223333:role/p/r','444455556666']}",
          "{'AWS':'arn:aws:sts::111122223333:assumed-role/r/ss'}",
          "{'AWS':['111122223333','arn:aws:iam::111122223333:role/p/r','arn:aws:sts::111122223333:assumed-role/r/ss']}",
          "{'AWS':['111122223333','arn:aws:iam::111122223333:role/p/r','arn:aws:iam::111122223333:role/q/r']}",
          "{'AWS':['111122223333','arn:aws:sts::111122223333:federated-user/f']}",
          "{'AWS':'arn:aws:sts::111122223333:federated-user/f'}",
          "{'AWS':['AIDAEXAMPLE','arn:aws:iam::111122223333:group/g']}",
          "{'CanonicalUser':'79a59df9'}",
          "{'AWS':[]}",
          "{'Service':'states.amazonaws.com'}",
          "{'Service':'somebody.amazonaws.com'}",
          "{'Service':['states.amazonaws.com','lambda.amazonaws.com'],'AWS':'444455556666'}",
          "{'Federated':'https://idp.example.com'}",
          "{'Federated':'idp.example.com'}",
          "{'Federated':['arn:aws:iam::111122223333:oidc-provider/idp.example.com','https://a#b']}",
          "{'Federated':'arn:aws:iam::111122223333:saml-provider/corp'}",
          "{'Federated':'https://x/:saml-provider/y'}");

  /// A family of operators, keys for it, operands for it.
  private record Family(List<String> operators, List<String> keys, List<String> operands) {
    /// The same of one key and three operands.
    Family few(Random random) {
      return new Family(
          operators,
          List.of(any(keys, random)),
          List.of(any(operands, random), any(operands, random), any(operands, random)));
    }
  }

  private static final List<String> TEXTS =
      List.of(
          "StringEquals",
          "StringNotEquals",
          "StringLike",
          "StringNotLike",
          "StringEqualsIgnoreCase",
          "StringNotEqualsIgnoreCase");
  private static final List<String> COMPARISONS =
      List.of(
          "Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals");
  private static final List<String> ARNS =
      List.of("ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike");

  private static final List<Family> FAMILIES =
      List.of(
          new Family(
              TEXTS,
              List.of("s:one", "s:one", "s:other", "s:many", "s:many", "u:unknown"),
              List.of(
                  "a",
                  "b",
                  "ab",
                  "A",
                  "a*",
                  "*b",
                  "?",
                  "*",
                  "",
                  "k",
                  "K",
                  "\uD83D\uDE00",
                  "${aws:username}",
                  "${s:other, ~a~}",
                  "${aws:TagKeys}",
                  "${*}")),
          new Family(
              TEXTS,
              List.of("aws:username", "aws:userid", "aws:PrincipalType", "aws:PrincipalTag/t"),
              List.of("u", "User", "Account", "AssumedRole", "anonymous", "Anonymous", "*", "?*")),
          new Family(
              TEXTS,
              List.of(
                  "aws:PrincipalAccount",
                  "aws:ResourceAccount",
                  "aws:ResourceAccount",
                  "aws:SourceAccount",
                  "aws:RequestedRegion"),
              List.of(
                  "111122223333",
                  "444455556666",
                  "1*",
                  "*",
                  "eu-west-1",
                  "us-*",
                  "anonymous",
                  "${aws:PrincipalAccount}",
                  "${aws:ResourceAccount}")),
          new Family(
              TEXTS,
              List.of("aws:PrincipalServiceName", "aws:PrincipalServiceNamesList"),
              List.of("states.amazonaws.com", "*.amazonaws.com", "lambda.*")),
          new Family(
              List.of(
                  "StringLike",
                  "StringNotLike",
                  "ArnLike",
                  "ArnNotLike",
                  "ArnEquals",
                  "ArnLike",
                  "ArnNotEquals"),
              List.of("aws:PrincipalArn"),
              List.of(
                  "arn:aws:iam::111122223333:role/*",
                  "arn:aws:iam::111122223333:role/p/r",
                  "arn:aws:iam::111122223333:user/*",
                  "arn:aws:iam::*:root",
                  "arn:aws:iam::111122223333:user/${aws:username}",
                  "arn:*:*:*:*:*")),
          new Family(
              ARNS,
              List.of("aws:SourceArn", "aws:SourceArn", "s:arns"),
              List.of(
                  "arn:aws:sns:*:111122223333:*",
                  "arn:aws:sns:eu-west-1:111122223333:t",
                  "arn:*:sns:us-*:*:*",
                  "arn:aws:sns:eu-west-1:111122223333:${aws:username}",
                  "arn:aws:sns:*:*:${aws:username}",
                  "arn:aws:sns:*:*:${aws:TagKeys}",
                  "arn:aws:sns:*:*:${s:other, ~t~}",
                  "arn:aws:sns:*:*:${$}{aws:username}",
                  "arn:aws")),
          new Family(
              COMPARISONS.stream().map(name -> "Numeric" + name).toList(),
              List.of("s:number", "s:number", "s:numbers", "aws:MultiFactorAuthAge"),
              List.of("5", "6", "7.5", "-1", "1e2", "5.0", "1e999")),
          new Family(
              COMPARISONS.stream().map(name -> "Date" + name).toList(),
              List.of("aws:CurrentTime", "aws:TokenIssueTime", "s:dates"),
              List.of("2026-01-01T00:00:00Z", "2025-06-01T00:00:00Z", "1767225600")),
          new Family(
              List.of("Bool"),
              List.of(
                  "aws:SecureTransport",
                  "aws:MultiFactorAuthPresent",
                  "aws:PrincipalIsAWSService",
                  "s:one"),
              List.of("true", "false", "True", "${s:truth}")),
          new Family(
              List.of("IpAddress", "NotIpAddress"),
              List.of("aws:SourceIp", "aws:SourceIp", "s:addresses"),
              List.of("10.0.0.0/8", "10.1.0.0/16", "2001:db8::/32", "10.1.2.3", "0.0.0.0/0")),
          new Family(
              List.of("BinaryEquals"), List.of("s:bytes", "s:many"), List.of("QUE=", "QUI=", "")));

  private static final List<String> NULL_KEYS =
      List.of(
          "s:one",
          "s:many",
          "aws:username",
          "aws:userid",
          "aws:PrincipalArn",
          "aws:PrincipalType",
          "aws:ResourceAccount",
          "aws:RequestedRegion",
          "aws:SecureTransport",
          "aws:PrincipalIsAWSService",
          "aws:PrincipalServiceName");

  /// Where comparisons once were wrong.
  private record Theme(
      List<String> resources,
      List<String> principals,
      List<Family> families,
      List<String> nullKeys) {}

  private static final List<String> ANYBODY = List.of("'*'", "{'AWS':'111122223333'}");
  private static final List<Theme> THEMES =
      List.of(
          // The same text is a variable in one version and literal in the other.
          new Theme(
              List.of("*"),
              ANYBODY,
              List.of(
                  new Family(
                      ARNS,
                      List.of("aws:SourceArn"),
                      List.of(
                          "arn:aws:sns:eu-west-1:111122223333:${aws:username}",
                          "arn:aws:sns:*:*:*"))),
              List.of("aws:username")),
          // Callers that an account's name covers and no other.
          new Theme(
              List.of("*"),
              List.of(
                  "{'AWS':'111122223333'}",
                  "{'AWS':['111122223333','arn:aws:iam::111122223333:user/u']}",
                  "'*'"),
              List.of(
                  new Family(
                      TEXTS,
                      List.of("aws:username", "aws:PrincipalType"),
                      List.of("u", "User", "*"))),
              List.of("aws:username", "aws:PrincipalArn", "aws:userid")),
          // Keys that requests may lack.
          new Theme(
              List.of("*", "arn:aws:s:eu:111122223333:*", "arn:aws:s:*:111122223333:a", "arn:*"),
              ANYBODY,
              List.of(
                  new Family(
                      TEXTS,
                      List.of("aws:ResourceAccount", "aws:RequestedRegion"),
                      List.of("111122223333", "*", "eu-west-1")),
                  new Family(List.of("Bool"), List.of("aws:SecureTransport"), List.of("true"))),
              List.of("aws:ResourceAccount", "aws:RequestedRegion", "aws:SecureTransport")),
          // Roles of one name under several paths, and their sessions.
          new Theme(
              List.of("*"),
              List.of(
                  "{'AWS':'arn:aws:iam::111122223333:role/p/r'}",
                  "{'AWS':'arn:aws:iam::111122223333:role/q/r'}",
                  "{'AWS':'arn:aws:sts::111122223333:assumed-role/r/ss'}",
                  "{'AWS':['111122223333','arn:aws:iam::111122223333:role/p/r','arn:aws:sts::111122223333:assumed-role/r/ss']}"),
              List.of(new Family(TEXTS, List.of("s:one"), List.of("a", "*"))),
              List.of("s:one")),
          // Letters that are alike, characters of two halves.
          new Theme(
              List.of("*", "arn:aws:s:::?", "arn:aws:s:::\uD83D\uDE00"),
              ANYBODY,
              List.of(
                  new Family(
                      TEXTS,
                      List.of("s:one"),
                      List.of("k", "K", "\u212A", "?", "\uD83D\uDE00", "${s:other}?"))),
              List.of("s:one")));

  /// What the statements of a pair are made of: all that there is, or so little that they meet
  /// often.
  private record Pools(
      List<String> actions,
      List<String> resources,
      List<String> principals,
      List<Family> families,
      List<String> nullKeys,
      int mostConditions) {
    static Pools of(PolicyType type, Random random) {
      List<String> actions = type == PolicyType.TRUST ? TRUST_ACTIONS : ACTIONS;
      int kind = random.nextInt(4);
      if (kind == 0) {
        return new Pools(actions, RESOURCES, PRINCIPALS, FAMILIES, NULL_KEYS, 5);
      }
      if (kind == 1) {
        Theme theme = any(THEMES, random);
        return new Pools(
            List.of(any(actions, random), "*"),
            theme.resources(),
            theme.principals(),
            theme.families(),
            theme.nullKeys(),
            4);
      }
      return new Pools(
          few(actions, 1, random),
          few(RESOURCES, 2, random),
          few(PRINCIPALS, 3, random),
          few(FAMILIES, 1, random).stream().map(family -> family.few(random)).toList(),
          few(NULL_KEYS, 1, random),
          4);
    }

    private static <T> List<T> few(List<T> from, int count, Random random) {
      List<T> chosen = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        chosen.add(any(from, random));
      }
      return chosen;
    }
  }

  /// A statement's elements as they are written; those that are empty are not.
  private record Drawn(
      String effect, String principals, String actions, String resources, String conditions) {
    String text() {
      return "{'Effect':'" + effect + "'" + principals + actions + resources + conditions + "}";
    }
  }

  /// A policy's text before it is read.
  private record Draft(String version, List<Drawn> statements) {
    Policy read(PolicyType type) {
      String json =
          ("{'Version':'"
                  + version
                  + "','Statement':["
                  + String.join(",", statements.stream().map(Drawn::text).toList())
                  + "]}")
              .replace('\'', '"')
              .replace('~', '\'')
              // Without variables it is no Boolean.
              .replace(version.startsWith("2008") ? "${s:truth}" : "never", "true");
      return assertInstanceOf(Parsed.class, PolicyReader.read(json, type), json).policy();
    }
  }

  static GeneratedPair of(long seed) {
    Random random = new Random(seed);
    random.nextInt();
    return of(any(TYPES, random), random);
  }

  static GeneratedPair of(long seed, PolicyType type) {
    Random random = new Random(seed);
    random.nextInt();
    return of(type, random);
  }

  private static GeneratedPair of(PolicyType type, Random random) {
    Pools pools = Pools.of(type, random);
    Draft one = draft(type, pools, random);
    Draft other =
        random.nextInt(4) == 0
            ? draft(type, pools, random)
            : changed(one, drawn(type, pools, random), random);
    return random.nextBoolean()
        ? new GeneratedPair(type, one.read(type), other.read(type))
        : new GeneratedPair(type, other.read(type), one.read(type));
  }

  private static Draft draft(PolicyType type, Pools pools, Random random) {
    List<Drawn> statements = new ArrayList<>();
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      statements.add(drawn(type, pools, random));
    }
    return new Draft(any(VERSIONS, random), statements);
  }

  /// The draft in another version, or with a statement more, fewer, or with another element.
  private static Draft changed(Draft draft, Drawn made, Random random) {
    List<Drawn> statements = new ArrayList<>(draft.statements());
    int place = random.nextInt(statements.size());
    Drawn old = statements.get(place);
    switch (random.nextInt(8)) {
      case 0 -> statements.add(made);
      case 1 -> statements.set(place, made);
      case 2 -> statements.remove(place);
      case 3 ->
          statements.set(
              place,
              old.effect().equals("Allow") == made.effect().equals("Allow")
                  ? new Drawn(
                      old.effect(),
                      made.principals(),
                      old.actions(),
                      old.resources(),
                      old.conditions())
                  : made);
      case 4 ->
          statements.set(
              place,
              new Drawn(
                  old.effect(),
                  old.principals(),
                  old.actions(),
                  made.resources(),
                  old.conditions()));
      case 5 ->
          statements.set(
              place,
              new Drawn(
                  old.effect(),
                  old.principals(),
                  old.actions(),
                  old.resources(),
                  made.conditions()));
      case 6 ->
          statements.set(
              place,
              new Drawn(
                  old.effect(),
                  old.principals(),
                  made.actions(),
                  old.resources(),
                  old.conditions()));
      default -> {}
    }
    String version = random.nextInt(3) == 0 ? any(VERSIONS, random) : draft.version();
    return new Draft(version, statements);
  }

  private static Drawn drawn(PolicyType type, Pools pools, Random random) {
    boolean deny = random.nextInt(3) == 0;
    String principals = type.namesPrincipals() ? ",'Principal':{}" : "";
    if (type.namesPrincipals() && random.nextInt(16) > 0) {
      boolean not = deny && type != PolicyType.TRUST && random.nextInt(2) == 0;
      String named = any(pools.principals(), random);
      // `NotPrincipal` without an entry is refused.
      if (not && named.contains("[]")) {
        named = "'*'";
      }
      principals = ",'" + (not ? "Not" : "") + "Principal':" + named;
    }
    return new Drawn(
        deny ? "Deny" : "Allow",
        principals,
        element("Action", pools.actions(), random),
        type == PolicyType.TRUST ? "" : element("Resource", pools.resources(), random),
        conditions(pools, random));
  }

  private static String element(String name, List<String> from, Random random) {
    if (random.nextInt(60) == 0) {
      return ",'" + name + "':[]";
    }
    return ",'" + (random.nextInt(6) == 0 ? "Not" : "") + name + "':" + some(from, 2, random);
  }

  private static String conditions(Pools pools, Random random) {
    Map<String, Map<String, String>> byOperator = new TreeMap<>();
    for (int n = random.nextInt(pools.mostConditions()) - 1; n > 0; n--) {
      condition(byOperator, pools, random);
    }
    List<String> operators = new ArrayList<>();
    byOperator.forEach(
        (operator, keys) -> {
          List<String> members = new ArrayList<>();
          keys.forEach((key, operands) -> members.add("'" + key + "':" + operands));
          operators.add("'" + operator + "':{" + String.join(",", members) + "}");
        });
    return operators.isEmpty() ? "" : ",'Condition':{" + String.join(",", operators) + "}";
  }

  private static void condition(Map<String, Map<String, String>> into, Pools pools, Random random) {
    if (random.nextInt(8) == 0) {
      into.computeIfAbsent("Null", _ -> new TreeMap<>())
          .put(any(pools.nullKeys(), random), random.nextBoolean() ? "'true'" : "'false'");
      return;
    }
    Family family = any(pools.families(), random);
    String set =
        switch (random.nextInt(6)) {
          case 0 -> "ForAllValues:";
          case 1 -> "ForAnyValue:";
          default -> "";
        };
    into.computeIfAbsent(
            set + any(family.operators(), random) + (random.nextInt(5) == 0 ? "IfExists" : ""),
            _ -> new TreeMap<>())
        .put(
            any(family.keys(), random),
            random.nextInt(40) == 0 ? "[]" : some(family.operands(), 3, random));
  }

  private static String some(List<String> from, int most, Random random) {
    List<String> chosen = new ArrayList<>();
    for (int n = 1 + random.nextInt(most); n > 0; n--) {
      chosen.add("'" + any(from, random) + "'");
    }
    return "[" + String.join(",", chosen) + "]";
  }

  static <T> T any(List<T> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }
}
