package dev.brevet.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.json.JsonReader;
import dev.brevet.policy.ApplicablePolicies;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyEvaluator;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A value stands for itself alone, whatever the operator: no value is a pattern, a network, a
/// variable or another spelling that a second reader takes for more.
///
/// What is expected is not the engine's own word: each family has a comparison of its own here,
/// made of the JDK's types.
class SlotValuesTest {
  private static final Principal USER =
      Principal.parseArn("arn:aws:iam::111122223333:user/ann").orElseThrow();
  private static final String ARN = "arn:aws:sns:eu-west-1:111122223333:";

  /// Values of every operator's own language, and of others'.
  private static final List<String> HOSTILE =
      List.of(
          "0.0.0.0/0",
          "0.0.0.0/1",
          "::/0",
          "::0/0",
          "10.0.0.0/8",
          "10.1.2.3/32",
          "10.1.2.3/0",
          "2001:db8::1/128",
          "10.1.2.3/",
          "/0",
          "10.1.2.3",
          "10.1.2.4",
          "010.1.2.3",
          "10.1.2",
          "167838211",
          "0x0a010203",
          "2001:db8::1",
          "2001:DB8:0::1",
          "::ffff:10.1.2.3",
          "::",
          "0.0.0.0",
          "255.255.255.255",
          "fe80::1%eth0",
          "1e9",
          "1E3",
          "0x10",
          "+5",
          "-5",
          "5",
          "5.0",
          "05",
          ".5",
          "5.",
          "1e-3",
          "Infinity",
          "NaN",
          "9999999999",
          "\u0665",
          "2026",
          "2026-11",
          "2026-11-22",
          "2026-11-22T10:00Z",
          "2026-11-22T10:00:00Z",
          "2026-11-22T10:00:00",
          "1795341600",
          "-1",
          "2026-11-22T12:00:00+02:00",
          "9999-12-31T23:59:59Z",
          "now",
          "true",
          "false",
          "True",
          "TRUE",
          "1",
          "0",
          "yes",
          "QQ==",
          "QQ",
          "QR==",
          "Q Q==",
          "",
          "*",
          "?",
          "**",
          "a*",
          "$",
          "${*}",
          "${?}",
          "${$}",
          "${aws:userid}",
          "${aws:username}",
          "{aws:userid}",
          "${aws:userid, 'x'}",
          "ann",
          "a:b",
          "a:*",
          "arn:aws:s3:::*",
          "arn:*:*:*:*:*",
          "\u58f2\u4e0a",
          "\ud83d\ude00",
          "\u00e9",
          "e\u0301",
          "\ud83d",
          "\ude00",
          "a\ud800b",
          "secret\ufffd",
          "\u0000",
          "a\nb",
          "\"",
          "\\",
          "a/b");

  // What AWS's own keys hold: each value in one spelling.
  private static final List<String> ADDRESSES =
      List.of("10.1.2.3", "10.1.2.4", "8.8.8.8", "2001:db8::1", "2001:db8::2", "fe80::1");
  private static final List<String> NUMBERS =
      List.of("5", "-5", "0", "1", "0.5", "1000", "2026", "9999999999", "-1000000");
  private static final List<String> TIMES =
      List.of(
          "2026-11-22T10:00:00Z",
          "2026-11-22T00:00:00Z",
          "2026-11-21T23:59:59Z",
          "9999-12-31T23:59:59Z",
          "1970-01-01T00:00:00Z");
  private static final List<String> TRUTHS = List.of("true", "false");
  private static final List<String> BYTES = List.of("QQ==", "AA==", "/w==", "QUE=");

  /// An operator with the comparison that it makes of a request's value and its operand.
  private record Family(
      String operators, List<String> asked, BiPredicate<String, String> matches) {}

  private static final List<Family> FAMILIES =
      List.of(
          new Family("StringEquals StringLike", HOSTILE, String::equals),
          new Family("StringEqualsIgnoreCase", HOSTILE, String::equalsIgnoreCase),
          new Family("StringNotEquals StringNotLike", HOSTILE, (key, value) -> !key.equals(value)),
          new Family("ArnEquals ArnLike", HOSTILE, String::equals),
          new Family("ArnNotEquals ArnNotLike", HOSTILE, (key, value) -> !key.equals(value)),
          new Family("NumericEquals", NUMBERS, (key, value) -> number(key, value, 0, 0)),
          new Family("NumericNotEquals", NUMBERS, (key, value) -> !number(key, value, 0, 0)),
          new Family("NumericLessThan", NUMBERS, (key, value) -> number(key, value, -1, -1)),
          new Family("NumericLessThanEquals", NUMBERS, (key, value) -> number(key, value, -1, 0)),
          new Family("NumericGreaterThan", NUMBERS, (key, value) -> number(key, value, 1, 1)),
          new Family("NumericGreaterThanEquals", NUMBERS, (key, value) -> number(key, value, 0, 1)),
          new Family("DateEquals", TIMES, (key, value) -> time(key, value, 0, 0)),
          new Family("DateNotEquals", TIMES, (key, value) -> !time(key, value, 0, 0)),
          new Family("DateLessThan", TIMES, (key, value) -> time(key, value, -1, -1)),
          new Family("DateLessThanEquals", TIMES, (key, value) -> time(key, value, -1, 0)),
          new Family("DateGreaterThan", TIMES, (key, value) -> time(key, value, 1, 1)),
          new Family("DateGreaterThanEquals", TIMES, (key, value) -> time(key, value, 0, 1)),
          new Family("Bool", TRUTHS, (key, value) -> key.toLowerCase(Locale.ROOT).equals(value)),
          new Family("BinaryEquals", BYTES, String::equals),
          new Family("IpAddress", ADDRESSES, SlotValuesTest::oneAddress),
          new Family("NotIpAddress", ADDRESSES, (key, value) -> !oneAddress(key, value)));

  /// As many digits, and nothing else, as a person would write.
  private static boolean number(String key, String value, int least, int most) {
    return plain(key)
        && plain(value)
        && within(new BigDecimal(key).compareTo(new BigDecimal(value)), least, most);
  }

  private static boolean plain(String text) {
    return text.matches("-?[0-9]+(\\.[0-9]+)?");
  }

  private static boolean time(String key, String value, int least, int most) {
    Optional<Instant> asked = instant(key);
    Optional<Instant> bound = instant(value);
    return asked.isPresent()
        && bound.isPresent()
        && within(asked.get().compareTo(bound.get()), least, most);
  }

  private static Optional<Instant> instant(String text) {
    if (text.matches("[0-9]{9,12}")) {
      return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
    }
    if (text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
      return Optional.of(LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC));
    }
    return text.matches("[0-9]{4}-.*T.*(Z|[+-][0-9]{2}:[0-9]{2})")
        ? Optional.of(OffsetDateTime.parse(text).toInstant())
        : Optional.empty();
  }

  private static boolean within(int order, int least, int most) {
    return Integer.signum(order) >= least && Integer.signum(order) <= most;
  }

  private static boolean oneAddress(String key, String value) {
    return value.indexOf(':') < 0 ? key.equals(value) : address(key).equals(address(value));
  }

  /// No name is resolved of what holds a colon or is a dotted quad.
  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new AssertionError(text, e);
    }
  }

  static Stream<String> operators() {
    return FAMILIES.stream()
        .flatMap(family -> Stream.of(family.operators().split(" ")))
        .flatMap(name -> Stream.of(name, name + "IfExists", "ForAnyValue:" + name));
  }

  @ParameterizedTest
  @MethodSource("operators")
  void hostileValue_allowsWhatItselfAllows_orIsRefused(String operator) {
    String bare = operator.replace("IfExists", "").replace("ForAnyValue:", "");
    Family family =
        FAMILIES.stream()
            .filter(each -> List.of(each.operators().split(" ")).contains(bare))
            .findFirst()
            .orElseThrow();
    String before = bare.startsWith("Arn") ? ARN : "";
    String key = bare.contains("Ip") ? "aws:SourceIp" : "aws:x";
    SessionPolicyTemplate template = template(condition(operator, key, before + "{{v}}"));
    long seed = System.nanoTime();
    List<String> values = new ArrayList<>(HOSTILE);
    generated(new Random(seed), values);
    int rendered = 0;
    int allowed = 0;
    for (String value : values) {
      if (!(template.render(Map.of("v", value))
          instanceof Rendering.Rendered(String json, Policy policy))) {
        continue;
      }
      rendered++;
      assertTrue(json.chars().allMatch(c -> c >= ' ' && c <= '~'), json);
      for (String each : family.asked()) {
        // An empty value is none to a set operator, and half a character never enters.
        if (each.isEmpty() || each.chars().anyMatch(c -> c >= 0xd800 && c < 0xe000)) {
          continue;
        }
        boolean expected = family.matches().test(each, value);
        boolean is = allows(policy, "arn:aws:s3:::b/k", key, before + each);
        allowed += is ? 1 : 0;
        assertTrue(
            expected || !is,
            () -> "seed " + seed + ": " + operator + " `" + value + "` allows `" + each + "`");
      }
    }
    assertTrue(rendered > 0 && allowed > 0, operator + " takes nothing");
  }

  private static void generated(Random random, List<String> into) {
    String alphabet = "*?${}:/.,-+ 0159eExTZabcdf\"\\\u58f2\ud83d\ude00\u0660";
    for (int i = 0; i < 150; i++) {
      String seed = HOSTILE.get(random.nextInt(HOSTILE.size()));
      int at = random.nextInt(seed.length() + 1);
      char more = alphabet.charAt(random.nextInt(alphabet.length()));
      into.add(seed.substring(0, at) + more + seed.substring(at));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "IpAddress,0.0.0.0/0",
    "IpAddress,::/0",
    "IpAddress,10.1.2.3/32",
    "NotIpAddress,10.0.0.0/8",
    "NotIpAddress,::ffff:10.1.2.3",
    "IpAddress,::ffff:a01:203",
    "NumericLessThan,1e9",
    "NumericLessThan,+5",
    "NumericLessThan,0x10",
    "NumericEquals,.5",
    "DateLessThan,2026",
    "DateLessThan,2026-11",
    "DateLessThan,2026-11-22T10:00:00",
    "DateLessThan,-1",
    "Bool,True",
    "BinaryEquals,QQ",
    "BinaryEquals,QR=="
  })
  void valueOfTheOperatorsOwnLanguage_isRefused(String operator, String value) {
    assertInstanceOf(
        Rendering.Unfit.class,
        template(condition(operator, "aws:x", "{{v}}")).render(Map.of("v", value)));
  }

  @ParameterizedTest
  @CsvSource({
    "IpAddress,10.1.2.3,true",
    "IpAddress,2001:db8::1,true",
    "NumericLessThan,-12.50,true",
    "DateLessThan,2026-11-22,true",
    "DateLessThan,2026-11-22T10:00:00.5+02:00,true",
    "DateLessThan,1795341600,true",
    "Bool,false,true",
    "BinaryEquals,QQ==,true",
    // A prefix length is the owner's word. One of IPv4 makes a net of an IPv6 address.
    "IpAddress/24,10.1.2.3,true",
    "IpAddress/24,2001:db8::1,false",
    "IpAddress/64,2001:db8::1,true",
    "IpAddress/64,10.1.2.3,false",
    "IpAddress/24,10.1.2.3/32,false"
  })
  void value_isTakenOrNot(String operator, String value, boolean taken) {
    int slash = operator.indexOf('/');
    String name = slash < 0 ? operator : operator.substring(0, slash);
    String operand = "{{v}}" + (slash < 0 ? "" : operator.substring(slash));
    assertEquals(
        taken,
        template(condition(name, "aws:SourceIp", operand)).render(Map.of("v", value))
            instanceof Rendering.Rendered);
  }

  @ParameterizedTest
  @CsvSource({
    "IpAddress,10.0.0.0/{{v}}",
    "IpAddress,10.0.{{v}}.0/24",
    "IpAddress,{{v}}/{{v}}",
    "IpAddress,{{v}}{{w}}",
    "IpAddress,{{v}}/129",
    "IpAddress,{{v}}0",
    "NumericLessThan,1{{v}}",
    "NumericLessThan,{{v}}e3",
    "DateLessThan,{{v}}-01-01",
    "Bool,{{v}}e",
    "BinaryEquals,{{v}}==",
    "Null,{{v}}",
    "StringEquals,'${aws:PrincipalTag/a, ''}{{v}}''}'"
  })
  void placeholder_standsNowhereElse(String operator, String operand) {
    assertThrows(
        IllegalArgumentException.class, () -> template(condition(operator, "aws:x", operand)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"Action\":\"s3:{{v}}\",\"Resource\":\"*\"",
        "\"NotAction\":\"{{v}}\",\"Resource\":\"*\"",
        "\"Action\":\"s3:GetObject\",\"Resource\":\"*\",\"Principal\":{\"AWS\":\"{{v}}\"}",
        "\"Action\":\"s3:GetObject\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"{{v}}\":\"a\"}}",
        "\"Action\":\"s3:GetObject\",\"Resource\":\"*\",\"Condition\":{\"{{v}}\":{\"aws:x\":\"a\"}}"
      })
  void value_neverSaysWhatAStatementDoes(String rest) {
    String policy =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\"," + rest + "}]}";
    assertThrows(IllegalArgumentException.class, () -> template(policy));
  }

  /// Under `Resource` and `NotResource`, as a whole and within, before and after the fifth colon
  /// and behind a variable that holds colons.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:s3:::b/{{v}}",
        "arn:aws:s3:::{{v}}",
        "arn:aws:s3:{{v}}::b",
        "arn:aws:s3:::b/x{{v}}y",
        "{{v}}"
      })
  void hostileValueInAResource_coversItselfAlone(String resource) {
    long seed = System.nanoTime();
    List<String> values = new ArrayList<>(HOSTILE);
    generated(new Random(seed), values);
    SessionPolicyTemplate template =
        template(
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\""
                + resource
                + "\"}]}");
    for (String value : values) {
      if (template.render(Map.of("v", value)) instanceof Rendering.Rendered(var _, Policy policy)) {
        for (String other : HOSTILE) {
          boolean is = allows(policy, resource.replace("{{v}}", other), "aws:x", "x");
          assertTrue(
              !is || other.equals(value),
              () -> "seed " + seed + ": `" + value + "` covers `" + other + "`");
        }
      }
    }
  }

  /// A reader that substitutes variables early sees fewer colons.
  @Test
  void colonsOfAVariable_areNoneOfTheArns() {
    SessionPolicyTemplate template =
        template(
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":"
                + "\"arn:aws:sqs:${aws:RequestedRegion}:{{v}}:queue\"}]}");
    assertInstanceOf(Rendering.Unfit.class, template.render(Map.of("v", "*")));
    assertInstanceOf(Rendering.Unfit.class, template.render(Map.of("v", "1:x")));
    assertInstanceOf(Rendering.Rendered.class, template.render(Map.of("v", "111122223333")));
  }

  private static String condition(String operator, String key, String operand) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\","
               + "\"Condition\":{\""
        + operator
        + "\":{\""
        + key
        + "\":\""
        + operand
        + "\"}}}]}";
  }

  private static SessionPolicyTemplate template(String json) {
    return SessionPolicyTemplate.of(((JsonReader.Read) JsonReader.read(json)).value());
  }

  private static boolean allows(Policy session, String resource, String key, String value) {
    Policy everything =
        assertInstanceOf(
                Parsed.class,
                PolicyReader.read(
                    "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}",
                    PolicyType.IDENTITY))
            .policy();
    return PolicyEvaluator.evaluate(
            new AuthorizationRequest(
                USER,
                new Action("s3", "GetObject"),
                resource,
                Optional.empty(),
                RequestContext.builder()
                    .put("aws:username", "ann")
                    .put("aws:userid", "ann")
                    .put(key, value)
                    .build()),
            ApplicablePolicies.builder()
                .identity(List.of(everything))
                .session(List.of(session))
                .build())
        .isAllowed();
  }
}
