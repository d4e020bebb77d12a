package dev.brevet.policy.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.catalogue.CataloguedAction;
import dev.brevet.policy.PolicyType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Resources that name nothing: every action that alone leads further than it seems to is found on
/// them, however they are written, and on none that name something.
class WideResourceTest {
  private static final Catalogue CATALOGUE = Catalogue.bundled();
  private static final PolicyLint LINT = new PolicyLint(CATALOGUE);
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final List<String> CHOSEN =
      List.of("${aws:RequestTag/x}", "${aws:SourceIp}", "${sts:RoleSessionName}", "${aws:Referer}");
  private static final List<String> OWN =
      List.of("${aws:username}", "${aws:PrincipalTag/team}", "${aws:userid}");

  /// Actions of the table that need no other.
  static Stream<String> alone() {
    return Tables.rows("privilege-escalation.tsv").stream()
        .map(row -> row.get(1))
        .filter(actions -> actions.indexOf(' ') < 0);
  }

  @ParameterizedTest
  @CsvSource({
    "iam:PutRolePolicy, arn:aws:iam::111122223333:role/????*",
    "iam:PutRolePolicy, arn:aws:iam::111122223333:role/?????",
    "iam:PutRolePolicy, arn:aws:iam::111122223333:ro?e/*",
    "iam:PutRolePolicy, arn:aws:iam::111122223333:*/*",
    "iam:PutRolePolicy, arn:aws:iam::111122223333:role/a*",
    "iam:PutRolePolicy, arn:aws:iam::111122223333:role/*-*",
    "iam:PutRolePolicy, 'arn:aws:iam::111122223333:role/${aws:RequestTag/x}*'",
    "iam:PutRolePolicy, 'arn:aws:iam::111122223333:role/${aws:RequestTag/x}'",
    "iam:PutRolePolicy, 'arn:aws:iam::111122223333:role/${aws:username}*'",
    "iam:PutRolePolicy, 'arn:aws:iam::111122223333:role/?${aws:PrincipalTag/x}'",
    "lambda:UpdateFunctionCode, arn:aws:lambda:*:111122223333:functio?:*",
    "lambda:UpdateFunctionCode, arn:aws:lambda:eu-west-1:111122223333:*:????*"
  })
  void actionOnWhatNamesNothing_isFound(String action, String resource) {
    assertTrue(isFound(action, resource), action + " on " + resource);
  }

  @ParameterizedTest
  @CsvSource({
    "iam:PutRolePolicy, arn:aws:iam::111122223333:role/ci*",
    "iam:PutRolePolicy, arn:aws:iam::111122223333:role/*-ci",
    "iam:PutRolePolicy, arn:aws:iam::111122223333:role/a",
    "iam:PutRolePolicy, 'arn:aws:iam::111122223333:role/${aws:username}'",
    "iam:PutRolePolicy, 'arn:aws:iam::111122223333:role/${aws:PrincipalTag/team}/*'",
    "iam:PutRolePolicy, arn:aws:iam::111122223333:user/*",
    "iam:PutRolePolicy, arn:aws:s3:::*",
    "lambda:UpdateFunctionCode, arn:aws:lambda:*:111122223333:function:orders*"
  })
  void actionOnWhatNamesSomething_isNotFound(String action, String resource) {
    assertFalse(isFound(action, resource), action + " on " + resource);
  }

  @ParameterizedTest
  @MethodSource("alone")
  void actionOnGeneratedPatterns_isFoundWhereTheyNameNothing(String action) {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<String> types = types(action);
    assertTrue(CATALOGUE.service(action.substring(0, action.indexOf(':'))).isPresent(), action);
    for (int i = 0; i < 150 && !types.isEmpty(); i++) {
      String type = types.get(random.nextInt(types.size()));
      String wide = resource(random, type, false);
      String about = action + " on " + wide + ", seed " + seed;
      assertTrue(isFound(action, wide), about);
      String named = resource(random, type, true);
      assertFalse(isFound(action, named), action + " on " + named + ", seed " + seed);
    }
  }

  private static List<String> types(String action) {
    int colon = action.indexOf(':');
    return CATALOGUE
        .service(action.substring(0, colon))
        .flatMap(service -> service.action(action.substring(colon + 1)))
        .map(CataloguedAction::targets)
        .orElse(List.of())
        .stream()
        .map(target -> target.type().arn())
        // Where the output of another service's action goes.
        .filter(arn -> action.startsWith("s3:") || !arn.contains(":s3:::"))
        .toList();
  }

  /// A resource of that type, its type sometimes with wildcards.
  private static String resource(Random random, String type, boolean named) {
    StringBuilder out = new StringBuilder();
    int colons = 0;
    for (int i = 0; i < type.length(); i++) {
      char c = type.charAt(i);
      if (type.startsWith("${", i)) {
        out.append(colons < 5 ? place(random, colons) : named ? name(random) : nothing(random));
        i = type.indexOf('}', i);
      } else {
        colons += c == ':' ? 1 : 0;
        boolean letter = LETTERS.indexOf(c) >= 0 && colons == 5 && !named;
        out.append(letter && random.nextInt(6) == 0 ? '?' : c);
      }
    }
    // One letter fixes no name.
    return named || random.nextInt(3) > 0 ? out.toString() : out + "k";
  }

  private static String place(Random random, int colons) {
    return switch (colons) {
      case 1 -> "aws";
      case 3 -> random.nextBoolean() ? "eu-west-1" : "*";
      default -> random.nextBoolean() ? "111122223333" : random.nextBoolean() ? "*" : "1111*";
    };
  }

  /// Wildcards, separators and variables that the caller chooses, at least one.
  private static String nothing(Random random) {
    StringBuilder out = new StringBuilder();
    int length = random.nextInt(5);
    for (int i = 0; i < length; i++) {
      out.append(
          switch (random.nextInt(6)) {
            case 0 -> "?";
            case 1 -> "-";
            case 2 -> CHOSEN.get(random.nextInt(CHOSEN.size()));
            case 3 -> OWN.get(random.nextInt(OWN.size())) + "?";
            default -> "*";
          });
    }
    int at = out.isEmpty() ? 0 : random.nextBoolean() ? 0 : out.length();
    return out.insert(at, "*").toString();
  }

  /// Letters that the pattern fixes, or a variable that nobody chooses and that ends as it begins.
  private static String name(Random random) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < 2 + random.nextInt(5); i++) {
      letters.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    String own = OWN.get(random.nextInt(OWN.size()));
    return switch (random.nextInt(5)) {
      case 0 -> letters + "*";
      case 1 -> "*" + letters;
      case 2 -> "?*" + letters.insert(1, "*") + "*";
      case 3 -> own + "-*";
      default -> letters.toString();
    };
  }

  @Test
  void resourceWithoutAName_isFoundInOneAccountToo() {
    assertEquals(
        List.of("PASS_ROLE_WITH_STAR_IN_RESOURCE"),
        ids("iam:PassRole", "arn:aws:iam::111122223333:ro?e/????*"));
  }

  private static boolean isFound(String action, String resource) {
    return ids(action, resource).contains("PRIVILEGE_ESCALATION");
  }

  private static List<String> ids(String action, String resource) {
    String policy =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\""
            + action
            + "\",\"Resource\":\""
            + resource
            + "\"}]}";
    return LINT.check(policy, PolicyType.IDENTITY, Optional.empty()).stream()
        .map(Finding::id)
        .toList();
  }
}
