package dev.brevet.policy.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.Work;
import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.policy.ApplicablePolicies;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.Decision;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyEvaluator;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.analysis.PolicyComparison.Answer;
import dev.brevet.policy.analysis.PolicyComparison.Knowledge;
import dev.brevet.policy.analysis.PolicyComparison.Side;
import dev.brevet.policy.analysis.PolicyComparison.Witness;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.WildcardPattern;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyComparisonTest {
  private static final Knowledge NOTHING =
      new Knowledge() {
        @Override
        public Optional<Action> action(List<WildcardPattern> all, List<WildcardPattern> none) {
          return Optional.empty();
        }

        @Override
        public Optional<Boolean> isMultivalued(String lowerKey) {
          return switch (lowerKey) {
            case "s:one", "aws:sourceip", "aws:currenttime", "s:number" -> Optional.of(false);
            case "s:many" -> Optional.of(true);
            default -> Optional.empty();
          };
        }
      };

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // patterns
        "{'Action':'s:Get*','Resource':'*'}  | {'Action':'s:*','Resource':'*'}     | no",
        "{'Action':'s:*','Resource':'*'}     | {'Action':'s:Get*','Resource':'*'}  | yes",
        "{'Action':'S:GET','Resource':'*'}   | {'Action':'s:get','Resource':'*'}   | no",
        "{'Action':'s:G','Resource':'arn:aws:s:::b/x'} |"
            + " {'Action':'s:G','Resource':'arn:aws:s:::b/*'} | no",
        "{'Action':'s:G','Resource':'arn:aws:s:::b/*'} |"
            + " {'Action':'s:G','Resource':['arn:aws:s:::b/?*','arn:aws:s:::b/']} | no",
        "{'Action':'s:G','Resource':'arn:aws:s:::*b'} |"
            + " {'Action':'s:G','Resource':'arn:aws:s:::b*'} | yes",
        "{'Action':'s:G','Resource':'*'} | {'Action':'s:G','Resource':'arn:*'} | yes",
        // together, not apart
        "{'Action':['s:A','s:B'],'Resource':'*'} |"
            + " [{'Effect':'Allow','Action':'s:A','Resource':'*'},{'Effect':'Allow','Action':'s:B','Resource':'*'}]"
            + " | no",
        "{'Action':['s:A','s:B'],'Resource':['arn:aws:s:::x','arn:aws:s:::y']} |"
            + " [{'Effect':'Allow','Action':'s:A','Resource':'arn:aws:s:::x'},{'Effect':'Allow','Action':'s:B','Resource':'arn:aws:s:::y'}]"
            + " | yes",
        // denials
        "[{'Effect':'Allow','Action':'s:*','Resource':'*'},{'Effect':'Deny','Action':'s:Put*','Resource':'*'}]"
            + " | {'NotAction':'s:Put*','Resource':'*'} | no",
        "{'Action':'s:*','Resource':'*'} |"
            + " [{'Effect':'Allow','Action':'s:*','Resource':'*'},{'Effect':'Deny','Action':'s:Put','Resource':'*'}]"
            + " | yes",
        "{'Action':'s:Get','Resource':'*'} |"
            + " [{'Effect':'Allow','Action':'s:*','Resource':'*'},{'Effect':'Deny','Action':'s:Put','Resource':'*'}]"
            + " | no",
        "{'Action':'s:G','NotResource':'arn:aws:s:::a'} |"
            + " {'Action':'s:G','NotResource':['arn:aws:s:::a','arn:aws:s:::b']} | yes",
        "{'Action':'s:G','NotResource':['arn:aws:s:::a','arn:aws:s:::b']} |"
            + " {'Action':'s:G','NotResource':'arn:aws:s:::a'} | no",
        // conditions
        "{'Action':'s:G','Resource':'*','Condition':{'StringEquals':{'s:one':'a'}}} |"
            + " {'Action':'s:G','Resource':'*'} | no",
        "{'Action':'s:G','Resource':'*'} |"
            + " {'Action':'s:G','Resource':'*','Condition':{'StringEquals':{'s:one':'a'}}} | yes",
        "{'Action':'s:G','Resource':'*','Condition':{'StringEquals':{'s:one':'ab'}}} |"
            + " {'Action':'s:G','Resource':'*','Condition':{'StringLike':{'s:one':'a*'}}} | no",
        "{'Action':'s:G','Resource':'*','Condition':{'StringNotEquals':{'s:one':'a'}}} |"
            + " {'Action':'s:G','Resource':'*','Condition':{'StringNotLike':{'s:one':'a*'}}} | yes",
        "{'Action':'s:G','Resource':'*','Condition':{'StringEquals':{'s:one':'a'}}} |"
            + " {'Action':'s:G','Resource':'*','Condition':{'StringNotEquals':{'s:one':'b'}}} | no",
        "{'Action':'s:G','Resource':'*','Condition':{'StringEquals':{'s:many':'a'}}} |"
            + " {'Action':'s:G','Resource':'*','Condition':{'StringNotEquals':{'s:many':'b'}}} |"
            + " yes",
        "{'Action':'s:G','Resource':'*','Condition':{'StringEquals':{'idp:groups':'a'}}} |"
            + " {'Action':'s:G','Resource':'*','Condition':{'StringNotEquals':{'idp:groups':'b'}}}"
            + " | cannot tell",
        "{'Action':'s:G','Resource':'*','Condition':{'ForAllValues:StringEquals':{'s:many':'a'}}} |"
            + " {'Action':'s:G','Resource':'*','Condition':{'ForAnyValue:StringEquals':{'s:many':'a'}}}"
            + " | yes",
        "{'Action':'s:G','Resource':'*','Condition':{'IpAddress':{'aws:SourceIp':'10.1.0.0/16'}}} |"
            + " {'Action':'s:G','Resource':'*','Condition':{'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}}}"
            + " | no",
        "{'Action':'s:G','Resource':'*','Condition':{'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}}} |"
            + " {'Action':'s:G','Resource':'*','Condition':{'IpAddress':{'aws:SourceIp':['10.0.0.0/9','10.128.0.0/9']}}}"
            + " | no",
        "{'Action':'s:G','Resource':'*','Condition':{'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}}} |"
            + " {'Action':'s:G','Resource':'*','Condition':{'IpAddress':{'aws:SourceIp':['10.0.0.0/9','10.129.0.0/16']}}}"
            + " | yes",
        "{'Action':'s:G','Resource':'*','Condition':{'NumericLessThan':{'s:number':'5'}}} |"
            + " {'Action':'s:G','Resource':'*','Condition':{'NumericLessThanEquals':{'s:number':'5'}}}"
            + " | no",
        "{'Action':'s:G','Resource':'*','Condition':{'NumericLessThanEquals':{'s:number':'5'}}} |"
            + " {'Action':'s:G','Resource':'*','Condition':{'NumericLessThan':{'s:number':'5'}}} |"
            + " yes",
        "{'Action':'s:G','Resource':'*','Condition':{'DateLessThan':{'aws:CurrentTime':'2026-01-01T00:00:00Z'}}}"
            + " | {'Action':'s:G','Resource':'*','Condition':{'DateLessThan':{'aws:CurrentTime':'2027-01-01T00:00:00Z'}}}"
            + " | no",
        "{'Action':'s:G','Resource':'*','Condition':{'DateGreaterThan':{'aws:CurrentTime':'2026-01-01T00:00:00Z'}}}"
            + " | {'Action':'s:G','Resource':'*','Condition':{'DateGreaterThan':{'aws:CurrentTime':'2027-01-01T00:00:00Z'}}}"
            + " | yes",
        "{'Action':'s:G','Resource':'*','Condition':{'Bool':{'s:one':'true'}}} |"
            + " {'Action':'s:G','Resource':'*','Condition':{'Bool':{'s:one':['true','false']}}} |"
            + " no",
        "{'Action':'s:G','Resource':'*','Condition':{'BoolIfExists':{'s:one':'true'}}} |"
            + " {'Action':'s:G','Resource':'*','Condition':{'Bool':{'s:one':'true'}}} | yes",
        "{'Action':'s:G','Resource':'*','Condition':{'Null':{'s:one':'false'}}} |"
            + " {'Action':'s:G','Resource':'*','Condition':{'StringLike':{'s:one':'*'}}} | no",
        "{'Action':'s:G','Resource':'*','Condition':{'StringLike':{'s:one':'*'}}} |"
            + " {'Action':'s:G','Resource':'*','Condition':{'Null':{'s:one':'false'}}} | yes",
        "{'Action':'s:G','Resource':'*','Condition':{'ArnLike':{'s:one':'arn:aws:s:::a'}}} |"
            + " {'Action':'s:G','Resource':'*','Condition':{'ArnLike':{'s:one':'arn:*:s:*:*:a*'}}}"
            + " | no",
        "{'Action':'s:G','Resource':'*','Condition':{'StringLike':{'s:one':'arn:aws:s:*'}}} |"
            + " {'Action':'s:G','Resource':'*','Condition':{'ArnLike':{'s:one':'arn:aws:s:*:*:*'}}}"
            + " | yes",
        // The same key compared as a text and as an ARN: no difference found, none excluded.
        "{'Action':'s:G','Resource':'*','Condition':{'ArnEquals':{'s:one':'arn:aws:s:::a'}}} |"
            + " {'Action':'s:G','Resource':'*','Condition':{'StringLike':{'s:one':'arn:aws:s:*'}}}"
            + " | cannot tell",
        // An empty value is of a kind of its own: `?` matches `x`, not `sb`, and not nothing.
        "{'Action':'s:G','Resource':'*','Condition':{'Null':{'s:one':'false'}}} |"
            + " {'Action':'s:G','Resource':'*','Condition':{'StringLikeIfExists':{'s:one':'?'}}} |"
            + " yes",
        // Numbers too long to be written out are not taken for all there are.
        "{'Action':'s:G','Resource':'*','Condition':{'NumericLessThan':{'s:number':'1e999'}}} |"
            + " {'Action':'s:B','Resource':'*'} | yes",
        // What allows Brevet's own actions must name them.
        "{'Action':'brevet:*','Resource':'*'} | {'Action':'*','Resource':'*'} | yes",
        "{'Action':'*','Resource':'*'} |"
            + " [{'Effect':'Allow','Action':'*','Resource':'*'},{'Effect':'Deny','Action':'brevet:Vend','Resource':'*'}]"
            + " | no",
        // A denial is matched under any path where a role's is not known.
        "{'Action':'s:A','Resource':'*','Condition':{'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::111122223333:role/r'}}}"
            + " | [{'Effect':'Allow','Action':'s:A','Resource':'*'},{'Effect':'Deny','Action':'s:A','Resource':'*','Condition':{'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::111122223333:role/p/r'}}}]"
            + " | cannot tell",
        // Brevet's own entities are resources too.
        "{'Action':'s:G','Resource':'order/*'} | {'Action':'s:G','Resource':'order/7'} | yes",
        "{'Action':'s:G','Resource':'order/7'} | {'Action':'s:G','Resource':'order/*'} | no",
        // variables
        "{'Action':'s:G','Resource':'arn:aws:s:::h/${aws:username}/*'} |"
            + " {'Action':'s:G','Resource':'arn:aws:s:::h/*'} | no",
        "{'Action':'s:G','Resource':'arn:aws:s:::h/${aws:username}/*'} |"
            + " {'Action':'s:G','Resource':'arn:aws:s:::h/${aws:username}/*'} | no",
        "{'Action':'s:G','Resource':'arn:aws:s:::h/*'} |"
            + " {'Action':'s:G','Resource':'arn:aws:s:::h/${aws:username}/*'} | yes",
        "{'Action':'s:G','Resource':'arn:aws:s:::h/a'} |"
            + " [{'Effect':'Allow','Action':'s:G','Resource':'arn:aws:s:::h/a'},{'Effect':'Deny','Action':'s:G','Resource':'arn:aws:s:::h/${aws:username}'}]"
            + " | cannot tell",
      })
  void comparison_isExactOrSaysThatItIsNot(String one, String other, String expected) {
    Policy first = policy(one);
    Policy second = policy(other);
    Answer answer = compare(first, second);
    assertEquals(expected, text(answer), answer::toString);
    if (answer instanceof Answer.Yes(Witness witness)) {
      check(first, second, witness);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'AWS':'arn:aws:iam::111122223333:role/a'} |"
            + " {'AWS':['arn:aws:iam::111122223333:role/a','arn:aws:iam::111122223333:role/b']} |"
            + " no",
        "{'AWS':['arn:aws:iam::111122223333:role/a','arn:aws:iam::111122223333:role/b']} |"
            + " {'AWS':'arn:aws:iam::111122223333:role/a'} | yes",
        "{'AWS':'111122223333'} | {'AWS':'arn:aws:iam::111122223333:role/a'} | yes",
        // An account only delegates, so naming a role in it is more.
        "{'AWS':'arn:aws:iam::111122223333:role/a'} | {'AWS':'111122223333'} | yes",
        "{'Service':'states.amazonaws.com'} | {'Service':'lambda.amazonaws.com'} | yes",
        "{'AWS':'arn:aws:iam::111122223333:user/u'} | {'AWS':'*'} | no",
        "{'AWS':'*'} | {'AWS':'arn:aws:iam::111122223333:user/u'} | yes",
      })
  void principals_areCompared(String one, String other, String expected) {
    String statement = "{'Principal':%s,'Action':'sts:AssumeRole'}";
    assertEquals(
        expected,
        text(
            PolicyComparison.allowsMore(
                new Side(trust(statement.formatted(one)), PolicyType.TRUST),
                new Side(trust(statement.formatted(other)), PolicyType.TRUST),
                NOTHING)));
  }

  /// What only an unsigned request, the root user, or nobody at all is about.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Who bears no signature has no ARN.
        "{'Effect':'Allow','Principal':'*','Action':'s:A','Resource':'*','Condition':{'Null':{'aws:PrincipalArn':'true'}}}"
            + " | {'Effect':'Deny','Principal':'*','Action':'s:A','Resource':'*'} | yes",
        // NotPrincipal spares the root user alone, as it names the account alone.
        "[{'Effect':'Allow','Principal':{'AWS':'111122223333'},'Action':'s:A','Resource':'*'},{'Effect':'Deny','NotPrincipal':{'AWS':'111122223333'},'Action':'s:A','Resource':'*'}]"
            + " | {'Effect':'Deny','Principal':'*','Action':'s:A','Resource':'*'} | yes",
        // A statement that names no principal is about nobody.
        "{'Effect':'Allow','Principal':{},'Action':'s:A','Resource':'*'} |"
            + " {'Effect':'Deny','Principal':'*','Action':'s:A','Resource':'*'} | no",
        "{'Effect':'Allow','Principal':'*','Action':'s:A','Resource':'*'} |"
            + " {'Effect':'Allow','Principal':{},'Action':'s:A','Resource':'*'} | yes",
        // An account's role sessions and federated users have no user name, and NotPrincipal spares
        // none of them.
        "{'Effect':'Allow','Principal':{'AWS':'111122223333'},'Action':'s:A','Resource':'*'} |"
            + " [{'Effect':'Allow','Principal':{'AWS':'111122223333'},'Action':'s:A','Resource':'*'},{'Effect':'Deny','NotPrincipal':{'AWS':'111122223333'},'Action':'s:A','Resource':'*','Condition':{'StringNotLike':{'aws:username':'*'}}}]"
            + " | yes",
        // A session that is known by its ARN alone may be of either role.
        "{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111122223333:role/p/r'},'Action':'s:A','Resource':'*'}"
            + " | [{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111122223333:role/p/r'},'Action':'s:A','Resource':'*'},{'Effect':'Deny','Principal':{'AWS':'arn:aws:iam::111122223333:role/q/r'},'Action':'s:A','Resource':'*'}]"
            + " | yes",
        // Names that Brevet's own examples had.
        "{'Effect':'Allow','Principal':'*','Action':'s:A','Resource':'*'} |"
            + " {'Effect':'Allow','Principal':{'Service':['somebody.amazonaws.com','states.amazonaws.com'],'AWS':'*'},'Action':'s:A','Resource':'*'}"
            + " | yes",
        "{'Effect':'Allow','Principal':{'Service':'somebody.amazonaws.com'},'Action':'s:A','Resource':'*'}"
            + " | {'Effect':'Allow','Principal':{'Federated':'https://a#b'},'Action':'s:A','Resource':'*'}"
            + " | yes",
        // Whose a resource is need not be known, and is where its ARN says so.
        "{'Effect':'Allow','Principal':'*','Action':'s:A','Resource':'arn:aws:s:*:111122223333:a','Condition':{'StringNotLike':{'aws:ResourceAccount':'*'}}}"
            + " | {'Effect':'Allow','Principal':'*','Action':'s:B','Resource':'*'} | yes",
        "{'Effect':'Allow','Principal':'*','Action':'s:A','Resource':'arn:aws:s:eu:111122223333:a','Condition':{'StringNotLike':{'aws:ResourceAccount':'*'}}}"
            + " | {'Effect':'Allow','Principal':'*','Action':'s:B','Resource':'*'} | no",
        // AWS tells the region of its requests; other requests are asked about too.
        "{'Effect':'Allow','Principal':'*','Action':'s:A','Resource':'*','Condition':{'StringNotEquals':{'aws:RequestedRegion':''}}}"
            + " | {'Effect':'Allow','Principal':'*','Action':'s:A','Resource':'*','Condition':{'StringLike':{'aws:RequestedRegion':'*'}}}"
            + " | cannot tell",
        // With a permissions boundary the second denies, without one it does not.
        "{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111122223333:user/u'},'Action':'s:A','Resource':'*'}"
            + " | [{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111122223333:user/u'},'Action':'s:A','Resource':'*'},{'Effect':'Deny','NotPrincipal':{'AWS':['111122223333','arn:aws:iam::111122223333:user/u']},'Action':'s:A','Resource':'*'}]"
            + " | cannot tell",
      })
  void resourcePolicies_areComparedForEveryCaller(String one, String other, String expected) {
    assertEquals(
        expected,
        text(
            PolicyComparison.allowsMore(
                new Side(read(one, PolicyType.RESOURCE), PolicyType.RESOURCE),
                new Side(read(other, PolicyType.RESOURCE), PolicyType.RESOURCE),
                NOTHING)));
  }

  /// The text of a variable is a variable in one version of the language and literal in the other.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2012 | 2008 | ArnLike | arn:aws:sns:eu:111122223333:${aws:username} | yes",
        "2008 | 2012 | ArnLike | arn:aws:sns:eu:111122223333:${aws:username} | yes",
        "2012 | 2008 | ArnNotLike | arn:aws:sns:eu:111122223333:${aws:username} | yes",
        "2012 | 2008 | ForAllValues:ArnEquals | arn:aws:sns:eu:111122223333:${aws:username} | yes",
        "2012 | 2008 | StringEquals | ${aws:username} | yes",
        "2012 | 2008 | ArnLike | arn:aws:sns:eu:111122223333:* | no",
        "2012 | 2012 | ArnLike | arn:aws:sns:eu:111122223333:${aws:username} | no",
        // A variable of several values is no value.
        "2012 | 2012 | ArnLike | arn:aws:sns:eu:111122223333:${aws:TagKeys} | no",
      })
  void versions_areCompared(
      String version, String otherVersion, String operator, String operand, String expected) {
    String json =
        "{\"Version\":\"%s-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s:A\",\"Resource\":\"*\",\"Condition\":{\"%s\":{\"aws:SourceArn\":\"%s\"}}}}";
    Policy one = whole(json.formatted(version, operator, operand));
    Policy other = whole(json.formatted(otherVersion, operator, operand));
    assertEquals(expected, text(compare(one, other)));
  }

  /// A witness is none where the variable has several values.
  @Test
  void variableOfSeveralValues_allowsNothing() {
    Policy one =
        policy(
            "{'Action':'s:A','Resource':'*','Condition':{'ArnLike':{'aws:SourceArn':'arn:aws:sns:eu:111122223333:${aws:TagKeys}'}}}");
    assertFalse(compare(one, policy("{'Action':'s:B','Resource':'*'}")) instanceof Answer.Yes);
  }

  /// A denial without case denies the Kelvin sign with `k`, a list of two letters does not.
  @Test
  void lettersWithoutCase_areTheEnginesOwn() {
    String denied =
        "[{'Effect':'Allow','Action':'s:A','Resource':'*'},{'Effect':'Deny','Action':'s:A','Resource':'*','Condition':{%s}}]";
    Policy one = policy(denied.formatted("'StringEquals':{'s:one':['k','K']}"));
    Policy other = policy(denied.formatted("'StringEqualsIgnoreCase':{'s:one':'k'}"));
    Answer.Yes yes = assertInstanceOf(Answer.Yes.class, compare(one, other));
    check(one, other, yes.witness());
  }

  /// Half a character is not compared, as beside its other half it would be another one.
  @Test
  void halfACharacter_provesNothing() {
    WildcardPattern half = WildcardPattern.like("\uD83D*", PolicyVersion.V2012_10_17);
    WildcardPattern whole = WildcardPattern.like("\uD83D\uDE00", PolicyVersion.V2012_10_17);
    assertFalse(half.matches("\uD83D\uDE00"));
    assertTrue(half.matches("\uD83Da"));
    assertTrue(whole.matches("\uD83D\uDE00"));
    assertInstanceOf(
        PatternAlgebra.Answer.Unknown.class, PatternAlgebra.covers(List.of(half), whole));
    assertInstanceOf(PatternAlgebra.Answer.Unknown.class, PatternAlgebra.areDisjoint(half, whole));
  }

  private static Policy whole(String json) {
    return assertInstanceOf(Parsed.class, PolicyReader.read(json, PolicyType.IDENTITY), json)
        .policy();
  }

  /// Over generated policies: a `No` has no counterexample among all requests of a small world, and
  /// every witness is one.
  @Test
  void answers_holdForGeneratedPolicies() {
    Random random = new Random(17);
    int yes = 0;
    int no = 0;
    for (int i = 0; i < 3_000; i++) {
      Policy one = generated(random);
      Policy other = generated(random);
      Answer answer = compare(one, other);
      switch (answer) {
        case Answer.Yes(Witness witness) -> {
          check(one, other, witness);
          yes++;
        }
        case Answer.No _ -> {
          WORLD.forEach(
              request ->
                  assertFalse(
                      allows(one, request) && !allows(other, request),
                      () -> request + " " + request.context() + "\n" + one + "\n" + other));
          no++;
        }
        case Answer.CannotTell _ -> {}
      }
    }
    assertTrue(yes > 500 && no > 300, yes + " " + no);
    assertEquals(3_000, yes + no);
  }

  private static final List<AuthorizationRequest> WORLD = world();

  private static List<AuthorizationRequest> world() {
    List<AuthorizationRequest> world = new ArrayList<>();
    List<List<String>> values =
        List.of(List.of(), List.of("a"), List.of("b"), List.of("ab"), List.of(""), List.of("c"));
    for (String action : List.of("s:A", "s:B", "s:AB", "t:A")) {
      for (String resource : List.of("*", "arn:aws:s:::a", "arn:aws:s:::b", "arn:aws:s:::ab")) {
        for (List<String> one : values) {
          for (List<String> many :
              List.of(
                  List.<String>of(),
                  List.of("a"),
                  List.of("b"),
                  List.of("a", "b"),
                  List.of("c", "a"))) {
            world.add(request(action, resource, Map.of("s:one", one, "s:many", many)));
          }
        }
      }
    }
    return world;
  }

  private static Policy generated(Random random) {
    List<String> statements = new ArrayList<>();
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      String not = random.nextInt(5) == 0 ? "Not" : "";
      String notResource = random.nextInt(6) == 0 ? "Not" : "";
      statements.add(
          "{'Effect':'%s','%sAction':'s:%s','%sResource':'%s'%s}"
              .formatted(
                  random.nextInt(4) == 0 ? "Deny" : "Allow",
                  not,
                  pick(random, "*", "A", "B", "A*", "?"),
                  notResource,
                  pick(random, "*", "arn:aws:s:::a", "arn:aws:s:::*b", "arn:aws:s:::a*", "arn:*"),
                  condition(random)));
    }
    return policy("[" + String.join(",", statements) + "]");
  }

  private static String condition(Random random) {
    if (random.nextInt(2) == 0) {
      return "";
    }
    String set = pick(random, "", "", "", "ForAllValues:", "ForAnyValue:");
    String operator =
        set + pick(random, "StringEquals", "StringNotEquals", "StringLike", "StringNotLike");
    return ",'Condition':{'%s%s':{'%s':'%s'}}"
        .formatted(
            operator,
            random.nextInt(4) == 0 ? "IfExists" : "",
            set.isEmpty() ? pick(random, "s:one", "s:many") : "s:many",
            pick(random, "a", "b", "a*", "*"));
  }

  private static String pick(Random random, String... from) {
    return from[random.nextInt(from.length)];
  }

  private static void check(Policy one, Policy other, Witness witness) {
    AuthorizationRequest request = request(witness.action(), witness.resource(), witness.context());
    assertTrue(allows(one, request), () -> witness + " is not allowed by the first");
    assertFalse(allows(other, request), () -> witness + " is allowed by the second");
  }

  private static boolean allows(Policy policy, AuthorizationRequest request) {
    ApplicablePolicies policies = ApplicablePolicies.builder().identity(List.of(policy)).build();
    return PolicyEvaluator.evaluate(request, policies) instanceof Decision.Allowed;
  }

  private static AuthorizationRequest request(
      String action, String resource, Map<String, List<String>> context) {
    RequestContext.Builder keys = RequestContext.builder();
    context.forEach(keys::put);
    return new AuthorizationRequest(
        new Principal.User("aws", new AccountId("111122223333"), "/", "u"),
        Action.parse(action).orElseThrow(),
        resource,
        Optional.empty(),
        keys.build());
  }

  private static Answer compare(Policy one, Policy other) {
    return PolicyComparison.allowsMore(
        new Side(one, PolicyType.IDENTITY), new Side(other, PolicyType.IDENTITY), NOTHING);
  }

  private static String text(Answer answer) {
    return switch (answer) {
      case Answer.Yes _ -> "yes";
      case Answer.No _ -> "no";
      case Answer.CannotTell _ -> "cannot tell";
    };
  }

  private static Policy policy(String statements) {
    return read(statements, PolicyType.IDENTITY);
  }

  private static Policy trust(String statements) {
    return read(statements, PolicyType.TRUST);
  }

  private static Policy read(String statements, PolicyType type) {
    String list = statements.startsWith("[") ? statements : "[" + statements + "]";
    String allowed = list.contains("Effect") ? list : list.replace("[{", "[{'Effect':'Allow',");
    String json = "{\"Version\":\"2012-10-17\",\"Statement\":" + allowed.replace('\'', '"') + "}";
    return assertInstanceOf(Parsed.class, PolicyReader.read(json, type), json).policy();
  }

  /// Of thousands of statements only those in doubt are searched.
  @Test
  void longPolicies_areComparedByWhatDiffers() {
    StringBuilder statements = new StringBuilder();
    for (int i = 0; i < 2_000; i++) {
      statements
          .append(i > 0 ? "," : "")
          .append("{'Effect':'Allow','Action':'s:A','Resource':'arn:aws:s:::b%d/*'}".formatted(i));
    }
    Policy all = policy("[" + statements + "]");
    Policy fewer = policy("[" + statements.toString().replace("b1999/", "c/") + "]");
    Work.within(
        Duration.ofSeconds(10),
        () -> {
          assertInstanceOf(Answer.No.class, compare(all, all));
          check(all, fewer, assertInstanceOf(Answer.Yes.class, compare(all, fewer)).witness());
        });
  }

  /// Policies as long as a request may hold, of many statements, keys, values or principals.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "identity | 12000 | {'Effect':'Allow','Action':'s:*#*','Resource':'arn:aws:s:::*#*'} | ,",
        "identity | 12000 |"
            + " {'Effect':'Allow','Action':'s:A','Resource':'*','Condition':{'StringEquals':{'s:k#':'a'}}}"
            + " | ,",
        "identity | 60000 |"
            + " {'Effect':'Allow','Action':'s:A','Resource':'*','Condition':{'NumericEquals':{'s:number':['#']}}}"
            + " | ','",
        "identity | 60000 |"
            + " {'Effect':'Allow','Action':'s:A','Resource':'*','Condition':{'IpAddress':{'aws:SourceIp':['10.0.0.0/8','2001:db8::#']}}}"
            + " | ','2001:db8::",
        "resource | 40000 |"
            + " {'Effect':'Allow','Principal':{'AWS':['arn:aws:iam::111122223333:user/u#']},'Action':'s:A','Resource':'*'}"
            + " | ','arn:aws:iam::111122223333:user/u",
      })
  void longPolicies_areAnsweredInTime(String kind, int count, String statement, String between) {
    PolicyType type = kind.equals("resource") ? PolicyType.RESOURCE : PolicyType.IDENTITY;
    Policy one = read(repeated(statement, between, 0, count), type);
    Policy other = read(repeated(statement, between, 1, count + 1), type);
    Work.within(
        Duration.ofSeconds(12),
        () -> {
          Answer answer =
              PolicyComparison.allowsMore(new Side(one, type), new Side(other, type), NOTHING);
          assertFalse(answer instanceof Answer.No, answer::toString);
        });
  }

  /// The statement as often, or what is between two quotes around `#` as often, with numbers.
  private static String repeated(String statement, String between, int from, int to) {
    StringBuilder out = new StringBuilder();
    boolean whole = between.equals(",");
    int number = statement.indexOf('#');
    for (int i = from; i < to; i++) {
      String digits = between.contains("db8") ? Integer.toHexString(i % 65_536) : "" + i;
      out.append(i > from ? between : "").append(whole ? statement.replace("#", digits) : digits);
    }
    return whole
        ? "[" + out + "]"
        : statement.substring(0, number) + out + statement.substring(number + 1);
  }

  /// Policies made to have more ways to meet than anyone can look at.
  @Test
  void hostilePolicies_areAnsweredInTime() {
    StringBuilder some = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      some.append(i > 0 ? "," : "")
          .append(
              ("{'Effect':'Allow','Action':'s:*%d*','Resource':'arn:aws:s:::*%d*',"
                      + "'Condition':{'StringLike':{'aws:PrincipalTag/t%d':'*%d*'}}}")
                  .formatted(i, i, i, i));
    }
    Policy one = policy("[" + some + "]");
    Policy other = policy("[" + some.toString().replace("'s:*", "'s:G*") + "]");
    Policy longOne = policy("{'Action':'s:A','Resource':'arn:aws:s:::" + "*a".repeat(3_000) + "'}");
    Policy longOther =
        policy("{'Action':'s:A','Resource':'arn:aws:s:::" + "*a".repeat(2_999) + "*b'}");
    // Where an `a` stood that may be the one meant: each of 40 places tells two texts apart.
    String far = "{'Action':'s:A','Resource':'arn:aws:s:::*%s" + "?".repeat(40) + "%s*'}";
    Policy farOne = policy(far.formatted("a", "b"));
    Policy farOther = policy(far.formatted("b", "a"));
    Work.within(
        Duration.ofSeconds(30),
        () -> {
          assertInstanceOf(Answer.CannotTell.class, compare(one, other));
          assertInstanceOf(Answer.Yes.class, compare(longOne, longOther));
          assertInstanceOf(Answer.CannotTell.class, compare(farOne, farOther));
        });
  }
}
