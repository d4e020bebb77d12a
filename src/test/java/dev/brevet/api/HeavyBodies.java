package dev.brevet.api;

import module java.base;

/// Bodies that ask for as much work as their route's limit lets them: by hand, one for each thing
/// that a body can multiply, and drawn at random.
final class HeavyBodies {
  private static final int LIMIT = DocumentBody.MOST - 1_024;
  private static final String PLACE = "'region':'eu-west-1','account':'111122223333'";

  private HeavyBodies() {}

  /// @param name what it multiplies
  record Heavy(String path, String name, String body) {
    Heavy {
      body = body.replace('\'', '"');
    }

    @Override
    public String toString() {
      return path + ": " + name + " (" + body.length() / 1024 + " KB)";
    }
  }

  static List<Heavy> all() {
    List<Heavy> all = new ArrayList<>();
    machines(all);
    roles(all);
    policies(all);
    simulations(all);
    return all;
  }

  private static String list(int count, IntFunction<String> item) {
    return IntStream.range(0, count).mapToObj(item).collect(Collectors.joining(","));
  }

  private static String machine(String states, String more) {
    return "{"
        + PLACE
        + ",'stateMachineName':'M','definition':{'StartAt':'T0','States':{"
        + states
        + "}}"
        + more
        + "}";
  }

  private static String task(String name, String more) {
    return "'" + name + "':{'Type':'Task','End':true," + more + "}";
  }

  private static String get(String bucket) {
    return "'Resource':'arn:aws:states:::aws-sdk:s3:getObject','Parameters':{'Bucket':'"
        + bucket
        + "','Key':'k'}";
  }

  private static void machine(List<Heavy> all, String name, String states, String more) {
    all.add(new Heavy("/designs/state-machine-role", name, machine(states, more)));
  }

  private static void machines(List<Heavy> all) {
    for (int kilobytes : List.of(50, 110, 2_000)) {
      String value = ",'substitutions':{'A':'arn:aws:s3:::" + "a".repeat(kilobytes * 1024) + "'}";
      int count = kilobytes * 20;
      machine(
          all,
          "one long value in " + Math.min(count, 12_000) + " resources",
          list(Math.min(count, 12_000), i -> task("T" + i, "'Resource':'${A}'")),
          value);
      machine(
          all,
          "one long value in fields of " + Math.min(count, 5_000) + " tasks",
          list(Math.min(count, 5_000), i -> task("T" + i, get("${A}"))),
          value);
      machine(
          all,
          "one long value many times in one text",
          task("T0", "'Resource':'" + "${A}".repeat(Math.min(count, 20_000)) + "'"),
          value);
      machine(
          all,
          "one long value in roles to act with",
          list(
              Math.min(count, 5_000),
              i -> task("T" + i, get("b") + ",'Credentials':{'RoleArn':'${A}'}")),
          value);
    }
    machine(
        all,
        "20,000 roles of one state",
        task("T0", "'Resource':'arn:aws:states:::aws-sdk:glue:createJob'"),
        ",'options':{'taskRoles':{'T0':["
            + list(20_000, i -> "'arn:aws:iam::111122223333:role/r" + i + "'")
            + "]}}");
    machine(
        all,
        "buckets with wildcards, each of another role",
        list(
            4_000,
            i ->
                task(
                    "T" + i,
                    get("b" + i + "*?")
                        + ",'Credentials':{'RoleArn':'arn:aws:iam::111122223333:role/r"
                        + i
                        + "'}")),
        "");
    machine(
        all,
        "a starting policy of wildcards",
        list(200, i -> task("T" + i, get("b" + i))),
        ",'options':{'startingPolicy':" + wildcards(3_000) + "}");
    machine(
        all,
        "a starting policy of all that fits",
        list(5_000, i -> task("T" + i, get("b" + i))),
        ",'options':{'startingPolicy':" + wildcards(20_000) + "}");
    machine(
        all,
        "a starting policy of denials",
        list(500, i -> task("T" + i, get("b" + i))),
        ",'options':{'startingPolicy':{'Version':'2012-10-17','Statement':["
            + list(
                20_000,
                i ->
                    "{'Effect':'"
                        + (i % 2 == 0 ? "Deny" : "Allow")
                        + "','Action':'s3:*','Resource':'arn:aws:s3:::*a"
                        + i
                        + "*'}")
            + "]}}");
  }

  private static String wildcards(int count) {
    return "{'Version':'2012-10-17','Statement':["
        + list(
            count,
            i ->
                "{'Effect':'Allow','Action':'s3:*Get*"
                    + i % 7
                    + "*','Resource':'arn:aws:s3:::*a"
                    + i
                    + "*b*c*'}")
        + "]}";
  }

  private static void roles(List<Heavy> all) {
    String own = "{" + PLACE + ",'functionName':'f','calls':[";
    String service =
        "{"
            + PLACE
            + ",'service':'redshift.amazonaws.com','sourceArn':"
            + "'arn:aws:redshift:eu-west-1:111122223333:cluster:c','calls':[";
    String one =
        "{'actions':'s3:GetObject','resources':["
            + list(80_000, i -> "'arn:aws:s3:::*" + i + "*a?/*'")
            + "]}";
    String many =
        list(
            40_000,
            i ->
                "{'actions':'s3:"
                    + (i % 2 == 0 ? "GetObject" : "PutObject")
                    + "','resources':'arn:aws:s3:::*"
                    + i
                    + "*/*'}");
    String unknown = list(60_000, i -> "{'actions':'s3:No" + i + "','resources':'*'}");
    for (String calls : List.of(one, many, unknown)) {
      String what =
          calls.equals(one) ? "resources" : calls.equals(many) ? "calls" : "unknown actions";
      all.add(new Heavy("/designs/function-role", what, own + calls + "]}"));
      all.add(new Heavy("/designs/service-role", what, service + calls + "]}"));
    }
    all.add(
        new Heavy(
            "/designs/function-role",
            "callers",
            own + "],'callers':[" + list(200_000, _ -> "'111122223333'") + "]}"));
    all.add(
        new Heavy(
            "/designs/developer-policy",
            "a long prefix",
            "{"
                + PLACE
                + ",'template':'task-token','prefix':'"
                + "p".repeat(LIMIT - 1_024)
                + "'}"));
    all.add(
        new Heavy(
            "/designs/endpoint-policy",
            "principals and machines",
            "{"
                + PLACE
                + ",'principals':["
                + list(100_000, _ -> "'111122223333'")
                + "],'stateMachines':["
                + list(100_000, i -> "'m" + i + "*'")
                + "]}"));
  }

  private static void policies(List<Heavy> all) {
    String keys =
        "{'Version':'2012-10-17','Statement':["
            + list(
                3_000,
                i ->
                    "{'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':{'StringLike':{"
                        + "'aws:RequestTag/"
                        + i % 60
                        + "':'*"
                        + i
                        + "*a*'}}}")
            + "]}";
    String principals =
        "{'Version':'2012-10-17','Statement':["
            + list(
                15_000,
                i ->
                    "{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111122223333:role/r"
                        + i
                        + "'},'Action':'s3:Get"
                        + i
                        + "*','Resource':'*'}")
            + "]}";
    String pattern =
        "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'s3:*','Resource':'"
            + "arn:aws:s3:::"
            + "*a?b".repeat(400_000)
            + "'}}";
    String lists =
        "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'s3:*','Resource':["
            + list(60_000, i -> "'arn:aws:s3:::*" + i + "*'")
            + "]}}";
    for (String policy : List.of(wildcards(20_000), keys, pattern, lists)) {
      String what =
          policy.equals(keys)
              ? "conditions"
              : policy.equals(pattern)
                  ? "one pattern"
                  : policy.equals(lists) ? "one list" : "statements";
      all.add(heavyPair(what, policy, policy.replaceFirst("Allow", "Deny"), "identity"));
      all.add(heavyPair("another of " + what, policy, wildcards(5_000), "identity"));
      all.add(
          new Heavy(
              "/policies:lint",
              what + " beside a boundary",
              "{'kind':'session','policy':" + wildcards(600) + ",'boundary':" + policy + "}"));
      all.add(new Heavy("/policies:lint", what, "{'kind':'identity','policy':" + policy + "}"));
    }
    all.add(heavyPair("principals", principals, principals.replace("Get", "Put"), "resource"));
    all.add(
        new Heavy(
            "/policies:lint",
            "what is longest of what is looked at",
            "{'kind':'identity','policy':" + wildcards(700) + "}"));
  }

  private static Heavy heavyPair(String what, String a, String b, String kind) {
    return new Heavy(
        "/policies:compare", what, "{'kind':'" + kind + "','a':" + a + ",'b':" + b + "}");
  }

  private static void simulations(List<Heavy> all) {
    String thousand =
        ",'ActionNames':["
            + list(10, i -> "'s3:Get" + i + "'")
            + "],'ResourceArns':["
            + list(100, i -> "'arn:aws:s3:::" + "a".repeat(1_900) + i + "'")
            + "]";
    String matching =
        "{'Version':'2012-10-17','Statement':["
            + list(10_000, _ -> "{'Effect':'Allow','Action':'*','Resource':'*'}")
            + "]}";
    String searched =
        "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'s3:*','Resource':["
            + list(2_500, _ -> "'*" + "a".repeat(1_000) + "b*c*'")
            + "]}}";
    String absent =
        "{'Version':'2012-10-17','Statement':["
            + list(
                20_000,
                i ->
                    "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringLike':{"
                        + "'aws:RequestTag/"
                        + i
                        + "':'*'}}}")
            + "]}";
    String context =
        ",'ContextEntries':[{'ContextKeyName':'aws:RequestTag/1','ContextKeyValues':["
            + list(50_000, i -> "'" + "a".repeat(20) + i + "'")
            + "]}]";
    List<String> documents = List.of(wildcards(20_000), matching, searched, absent);
    List<String> names = List.of("statements", "statements that match", "searched", "absent keys");
    for (int i = 0; i < documents.size(); i++) {
      for (String pairs :
          List.of(thousand, ",'ActionNames':['s3:Get1'],'ResourceArns':['arn:aws:s3:::aaa']")) {
        all.add(
            new Heavy(
                "/policies:simulate",
                names.get(i) + (pairs.equals(thousand) ? ", 1,000 pairs" : ", one pair"),
                "{'PolicyInputList':[" + documents.get(i) + "]" + pairs + "}"));
      }
    }
    all.add(
        new Heavy(
            "/policies:simulate",
            "values of a key, and operands",
            "{'PolicyInputList':[{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'*',"
                + "'Resource':'*','Condition':{'StringLike':{'aws:RequestTag/1':["
                + list(50_000, i -> "'*" + i + "*b*'")
                + "]}}}}]"
                + context
                + thousand
                + "}"));
  }

  /// A body of one of the routes, of sizes and shapes that `random` draws.
  static Heavy drawn(Random random) {
    int count = 1 << random.nextInt(13);
    String text = "a".repeat(1 << random.nextInt(9));
    String policy =
        "{'Version':'2012-10-17','Statement':["
            + list(
                count,
                i ->
                    "{'Effect':'"
                        + (random.nextInt(4) == 0 ? "Deny" : "Allow")
                        + "','Action':'s3:"
                        + (random.nextBoolean() ? "*Get" + i + "*" : "GetObject")
                        + "','Resource':'arn:aws:s3:::"
                        + (random.nextBoolean() ? "*" : "")
                        + text
                        + i
                        + (random.nextBoolean() ? "*?" : "")
                        + "'}")
            + "]}";
    return switch (random.nextInt(4)) {
      case 0 -> heavyPair("drawn", policy, wildcards(1 << random.nextInt(11)), "identity");
      case 1 ->
          new Heavy(
              "/policies:lint",
              "drawn",
              "{'kind':'session','policy':" + policy + ",'boundary':" + wildcards(200) + "}");
      case 2 ->
          new Heavy(
              "/policies:simulate",
              "drawn",
              "{'PolicyInputList':["
                  + policy
                  + "],'ActionNames':['s3:GetObject'],'ResourceArns':["
                  + list(1 << random.nextInt(9), i -> "'arn:aws:s3:::" + text + i + "'")
                  + "]}");
      default ->
          new Heavy(
              "/designs/state-machine-role",
              "drawn",
              machine(
                  list(
                      Math.min(count, 4_000),
                      i -> task("T" + i, get("${A}" + (random.nextBoolean() ? "*" : "") + i))),
                  ",'substitutions':{'A':'"
                      + text.repeat(1 << random.nextInt(6))
                      + "'},'options':{'startingPolicy':"
                      + wildcards(1 << random.nextInt(11))
                      + "}"));
    };
  }
}
