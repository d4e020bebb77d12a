package dev.brevet.policy.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.brevet.catalogue.Catalogue;
import dev.brevet.iam.AccountId;
import dev.brevet.json.JsonText;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.analysis.PolicyComparison;
import dev.brevet.policy.analysis.PolicyComparison.Answer;
import dev.brevet.policy.analysis.PolicyComparison.Side;
import dev.brevet.policy.json.Malformed;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// All checks together: each of the 35 families is found somewhere and not found somewhere, every
/// id that the program knows is found by a row, every repair takes its finding away, brings no
/// other and allows nothing more, and what cannot be read has an error.
class LintChecksTest {
  private static final Catalogue CATALOGUE = Catalogue.bundled();
  private static final PolicyLint LINT = new PolicyLint(CATALOGUE);
  private static final Optional<AccountId> ACCOUNT = Optional.of(new AccountId("111122223333"));
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FAMILIES = 35;

  /// Shown by other tests: sizes need long documents, a boundary is another document.
  private static final Set<String> ELSEWHERE =
      Set.of(
          "NOT_ALL_CHECKED",
          "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
          "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA",
          "SESSION_POLICY_OUTSIDE_BOUNDARY",
          "SOURCE_OF_OTHER_ACCOUNT",
          "SESSION_POLICY_TOO_LONG");

  static Stream<PolicyLintTest.Case> cases() throws IOException {
    return PolicyLintTest.cases();
  }

  @Test
  void family_isFoundAndNotFound() throws IOException {
    Set<Integer> found = new TreeSet<>(Set.of(35));
    Set<Integer> clean = new TreeSet<>();
    for (PolicyLintTest.Case row : cases().toList()) {
      Matcher numbers = Pattern.compile("^([0-9, ]+)").matcher(row.what());
      if (numbers.find() && !row.what().startsWith("concept")) {
        for (String number : numbers.group(1).split("[, ]+", -1)) {
          if (!number.isEmpty()) {
            (row.expected().equals("clean") ? clean : found).add(Integer.parseInt(number));
          }
        }
      }
    }
    for (int family = 1; family <= FAMILIES; family++) {
      assertTrue(found.contains(family), "nothing shows that it is found: " + family);
      assertTrue(clean.contains(family), "nothing shows where it is not found: " + family);
    }
  }

  /// Ids as the sources write them; those of passing roles and service-linked roles are made of two
  /// parts there.
  @Test
  void id_hasARow() throws IOException {
    Set<String> rows = new HashSet<>(ELSEWHERE);
    cases().forEach(row -> rows.add(row.expected()));
    List<String> without = new ArrayList<>();
    try (Stream<Path> sources = Files.list(Path.of("src/main/java/dev/brevet/policy/lint"))) {
      for (Path source : sources.toList()) {
        Matcher id =
            Pattern.compile("report\\.(?:error|warning|info)\\(\\s*\"([A-Z][A-Z0-9_]+)\"")
                .matcher(Files.readString(source));
        while (id.find()) {
          if (!rows.contains(id.group(1))) {
            without.add(id.group(1));
          }
        }
      }
    }
    assertEquals(List.of(), without);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void repair_takesItsFindingAwayAndAllowsNothingMore(PolicyLintTest.Case row)
      throws JsonProcessingException {
    List<Finding> before = check(row.policy(), row.type());
    for (Finding finding : before) {
      if (finding.repair().isEmpty()) {
        continue;
      }
      String repaired = patched(row.policy(), finding);
      List<Finding> after = check(repaired, row.type());
      Map<String, Integer> counts = new HashMap<>();
      before.forEach(each -> counts.merge(kind(each), 1, Integer::sum));
      after.forEach(each -> counts.merge(kind(each), -1, Integer::sum));
      assertTrue(
          counts.values().stream().allMatch(count -> count >= 0),
          () -> finding + "\n" + repaired + "\n" + after);
      assertTrue(counts.getOrDefault(kind(finding), 0) > 0, () -> finding + " stays: " + repaired);
      if (PolicyReader.read(row.policy(), row.type()) instanceof Parsed(var original)) {
        Answer answer =
            PolicyComparison.allowsMore(
                new Side(policy(repaired, row.type()), row.type()),
                new Side(original, row.type()),
                new CatalogueKnowledge(CATALOGUE));
        assertFalse(answer instanceof Answer.Yes, () -> finding + " widens: " + answer);
      }
    }
  }

  /// An info that takes the place of the error is none that the repair brings.
  private static String kind(Finding finding) {
    return finding.id().replace("_WITH_CONDITIONS", "");
  }

  @Test
  void repairs_areTried() throws IOException {
    long repairs =
        cases()
            .flatMap(row -> check(row.policy(), row.type()).stream())
            .filter(finding -> !finding.repair().isEmpty())
            .map(Finding::id)
            .distinct()
            .count();
    assertTrue(repairs >= 9, "kinds of repairs: " + repairs);
  }

  /// What the engine cannot read would not be let in either: the checks say so too.
  @Test
  void policyThatCannotBeRead_hasAnError() throws IOException {
    List<PolicyLintTest.Case> rows = cases().toList();
    Random random = new Random(11);
    Set<String> silent = new TreeSet<>();
    int refused = 0;
    for (int i = 0; i < 6_000; i++) {
      StringBuilder text = new StringBuilder(rows.get(random.nextInt(rows.size())).policy());
      for (int change = random.nextInt(3); change > 0; change--) {
        text.setCharAt(random.nextInt(text.length()), "{}[]\",:*?$ax/ ".charAt(random.nextInt(14)));
      }
      for (PolicyType type : PolicyType.values()) {
        if (PolicyReader.read(text.toString(), type) instanceof Malformed malformed) {
          refused++;
          boolean told =
              check(text.toString(), type).stream()
                  .anyMatch(finding -> finding.severity() == Severity.ERROR);
          // The engine takes operators as IAM spells them; AWS may take them in any case.
          if (!told && !malformed.message().startsWith("unknown condition operator")) {
            silent.add(type + " " + malformed.message() + " " + text);
          }
        }
      }
    }
    assertTrue(refused > 1_000);
    assertEquals(Set.of(), silent);
  }

  private static List<Finding> check(String policy, PolicyType type) {
    return LINT.check(policy, type, ACCOUNT);
  }

  private static dev.brevet.policy.Policy policy(String text, PolicyType type) {
    return switch (PolicyReader.read(text, type)) {
      case Parsed(var policy) -> policy;
      case Malformed malformed -> throw new AssertionError(malformed + "\n" + text);
    };
  }

  /// RFC 6902, as far as repairs use it.
  static String patched(String document, Finding finding) throws JsonProcessingException {
    JsonNode tree = JSON.readTree(document);
    for (var operation : finding.repair()) {
      JsonNode patch = JSON.readTree(JsonText.compact(operation));
      String path = patch.path("path").asText();
      switch (patch.path("op").asText()) {
        case "remove" -> remove(tree, path);
        case "add", "replace" -> put(tree, path, patch.path("value"));
        case "move" -> {
          JsonNode moved = tree.at(patch.path("from").asText());
          remove(tree, patch.path("from").asText());
          put(tree, path, moved);
        }
        default -> throw new AssertionError("no operation of repairs: " + patch);
      }
    }
    return tree.toString();
  }

  private static void remove(JsonNode tree, String path) {
    JsonNode parent = tree.at(path.substring(0, path.lastIndexOf('/')));
    if (parent instanceof ArrayNode array) {
      array.remove(Integer.parseInt(last(path)));
    } else {
      ((ObjectNode) parent).remove(last(path));
    }
  }

  private static void put(JsonNode tree, String path, JsonNode value) {
    JsonNode parent = tree.at(path.substring(0, path.lastIndexOf('/')));
    if (parent instanceof ArrayNode array) {
      array.set(Integer.parseInt(last(path)), value);
    } else {
      ((ObjectNode) parent).set(last(path), value);
    }
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1).replace("~1", "/").replace("~0", "~");
  }
}
