package dev.brevet.policy.element;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.policy.ApplicablePolicies;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.NamedPolicy;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyEvaluator;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// AWS does not say which letters `IgnoreCase` ignores the case of (decision 0040). `#` stands for
/// U+212A KELVIN SIGN.
class LetterCaseTest {
  @ParameterizedTest
  @CsvSource({
    "Allow, StringEqualsIgnoreCase,    key, KEY, true",
    "Allow, StringEqualsIgnoreCase,    key, #ey, false",
    "Allow, StringEqualsIgnoreCase,    #ey, key, false",
    "Allow, StringNotEqualsIgnoreCase, key, KEY, false",
    "Allow, StringNotEqualsIgnoreCase, key, #ey, false",
    "Allow, StringNotEqualsIgnoreCase, key, xey, true",
    "Deny,  StringEqualsIgnoreCase,    key, KEY, false",
    "Deny,  StringEqualsIgnoreCase,    key, #ey, false",
    "Deny,  StringEqualsIgnoreCase,    key, xey, true",
    "Deny,  StringNotEqualsIgnoreCase, key, KEY, true",
    "Deny,  StringNotEqualsIgnoreCase, key, #ey, false",
    "Allow, StringEqualsIgnoreCase,    ${s:own}, KEY, true",
    "Allow, StringEqualsIgnoreCase,    ${s:own}, #ey, false",
    "Deny,  StringEqualsIgnoreCase,    ${s:own}, #ey, false",
    "Allow, ForAllValues:StringNotEqualsIgnoreCase, key, #ey, false",
    "Allow, ForAnyValue:StringEqualsIgnoreCase,     key, #ey, false"
  })
  void unknownReading_isTheOneThatAllowsLess(
      String effect, String operator, String operand, String value, boolean allowed) {
    String any = "\"Action\":\"s:A\",\"Resource\":\"*\"";
    String json =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\""
            + effect
            + "\","
            + any
            + ",\"Condition\":{\""
            + operator
            + "\":{\"s:key\":\""
            + kelvin(operand)
            + "\"}}}"
            + (effect.equals("Deny") ? ",{\"Effect\":\"Allow\"," + any + "}" : "")
            + "]}";
    Policy policy =
        assertInstanceOf(Parsed.class, PolicyReader.read(json, PolicyType.IDENTITY)).policy();
    AuthorizationRequest request =
        new AuthorizationRequest(
            new Principal.User("aws", new AccountId("111122223333"), "/", "u"),
            new Action("s", "A"),
            "*",
            Optional.empty(),
            RequestContext.builder().put("s:key", kelvin(value)).put("s:own", "key").build());
    ApplicablePolicies applicable =
        ApplicablePolicies.builder()
            .named(PolicyType.IDENTITY, List.of(new NamedPolicy("p", policy)))
            .build();
    assertEquals(allowed, PolicyEvaluator.evaluate(request, applicable).isAllowed(), json);
  }

  /// What questions about all texts take for one is what evaluation does.
  @Test
  void variants_areTheLettersThatMatch() {
    List<Integer> letters = new ArrayList<>(List.of(0x212a, 0x1e9e, 0x10400, 0x10428));
    for (int c = 0; c < 0x180; c++) {
      letters.add(c);
    }
    for (LetterCase letterCase : LetterCase.values()) {
      for (int one : letters) {
        for (int other : letters) {
          String shown = letterCase + " " + one + " " + other;
          boolean same =
              letterCase.matchesAt(Character.toString(one), 0, Character.toString(other));
          assertEquals(same, letterCase.matches(one, other), shown);
          assertEquals(same, letterCase.variants(one).contains(other), shown);
        }
      }
    }
  }

  private static String kelvin(String text) {
    return text.replace('#', (char) 0x212a);
  }
}
