package dev.brevet.bench;

/// The statements and questions that the engine and its peers are measured on: one in ten
/// statements a denial, wildcards in action and resource, one condition each; questions in turn
/// match, name another resource, fail the condition, and meet a denial.
///
/// `anyRegion` leaves region and account of the resources to wildcards, so that how they begin
/// tells little.
record Statements(int count, boolean anyRegion) {
  boolean isDenial(int statement) {
    return statement % 10 == 9;
  }

  String action(int statement) {
    return "svc" + statement % 20 + ":Get*";
  }

  String resource(int statement) {
    return "arn:aws:svc"
        + statement % 20
        + (anyRegion ? ":*:*:thing/" : ":eu-west-1:111122223333:thing/")
        + statement
        + "/*";
  }

  String team(int statement) {
    return "team" + statement % 5;
  }

  Question question(int i) {
    int at = Math.floorMod(i * 7919, count);
    int statement =
        switch (i % 4) {
          case 3 -> at - at % 10 + 9;
          default -> isDenial(at) ? at - 1 : at;
        };
    int thing = i % 4 == 1 ? statement + 1_000_000 : statement;
    return new Question(
        "svc" + statement % 20,
        "GetThing",
        "arn:aws:svc" + statement % 20 + ":eu-west-1:111122223333:thing/" + thing + "/part/" + i,
        team(i % 4 == 2 ? statement + 1 : statement),
        i % 4 == 0);
  }

  /// A question, and whether it is allowed.
  record Question(String service, String name, String resource, String team, boolean allowed) {
    String action() {
      return service + ":" + name;
    }
  }
}
