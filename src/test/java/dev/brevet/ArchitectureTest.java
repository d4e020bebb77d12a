package dev.brevet;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import module java.base;

import com.fasterxml.jackson.core.JsonFactory;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// The rooms, who may use whom, and what may be used where only.
///
/// A room is a package with all below it that is not a room of its own. A new room is one more line
/// in [#ROOMS]. Packages within a room are for the reader; they have no circle either.
class ArchitectureTest {

  /// Each room that exists, with the rooms it may use.
  private static final Map<String, Set<String>> ROOMS =
      Map.ofEntries(
          Map.entry("deadline", Set.of()),
          Map.entry("iam", Set.of()),
          Map.entry("json", Set.of("iam")),
          Map.entry("catalogue", Set.of("iam")),
          Map.entry("policy", Set.of("iam")),
          Map.entry("policy.analysis", Set.of("iam", "policy")),
          Map.entry(
              "policy.lint",
              Set.of("iam", "json", "catalogue", "policy", "policy.analysis", "policy.json")),
          Map.entry("policy.json", Set.of("iam", "json", "policy")),
          Map.entry(
              "workload",
              Set.of(
                  "iam",
                  "json",
                  "catalogue",
                  "policy",
                  "policy.analysis",
                  "policy.json",
                  "policy.lint")),
          Map.entry("identity", Set.of("deadline", "iam", "json")),
          Map.entry(
              "mapping",
              Set.of(
                  "deadline",
                  "iam",
                  "json",
                  "policy",
                  "policy.analysis",
                  "policy.json",
                  "identity")),
          Map.entry("directory", Set.of("deadline", "iam", "json", "policy", "policy.json")),
          Map.entry(
              "gateway", Set.of("iam", "json", "policy", "identity", "directory", "decisionlog")),
          Map.entry("decisionlog", Set.of("deadline", "iam", "policy", "policy.json", "identity")),
          Map.entry(
              "authorization",
              Set.of(
                  "iam",
                  "policy",
                  "policy.json",
                  "identity",
                  "mapping",
                  "directory",
                  "decisionlog")),
          Map.entry(
              "vending",
              Set.of(
                  "deadline",
                  "iam",
                  "json",
                  "policy",
                  "policy.analysis",
                  "policy.json",
                  "identity",
                  "mapping",
                  "decisionlog")),
          Map.entry(
              "api",
              Set.of(
                  "iam",
                  "json",
                  "policy",
                  "policy.json",
                  "identity",
                  "mapping",
                  "directory",
                  "decisionlog")),
          Map.entry(
              "api.vend",
              Set.of(
                  "iam",
                  "json",
                  "policy",
                  "policy.json",
                  "identity",
                  "mapping",
                  "decisionlog",
                  "vending",
                  "api")),
          Map.entry(
              "api.access",
              Set.of(
                  "iam",
                  "json",
                  "policy",
                  "policy.json",
                  "identity",
                  "mapping",
                  "directory",
                  "decisionlog",
                  "authorization",
                  "api")),
          Map.entry(
              "api.admin",
              Set.of(
                  "iam",
                  "json",
                  "policy",
                  "policy.analysis",
                  "policy.json",
                  "policy.lint",
                  "identity",
                  "mapping",
                  "directory",
                  "decisionlog",
                  "api")),
          Map.entry(
              "api.design",
              Set.of(
                  "iam",
                  "json",
                  "catalogue",
                  "policy",
                  "policy.analysis",
                  "policy.json",
                  "policy.lint",
                  "workload",
                  "identity",
                  "api")),
          Map.entry(
              "cli",
              Set.of(
                  "iam",
                  "json",
                  "catalogue",
                  "policy",
                  "policy.analysis",
                  "policy.json",
                  "policy.lint",
                  "workload")),
          Map.entry(
              "lambda",
              Set.of(
                  "deadline",
                  "iam",
                  "json",
                  "catalogue",
                  "policy",
                  "policy.json",
                  "policy.lint",
                  "identity",
                  "mapping",
                  "directory",
                  "decisionlog",
                  "authorization",
                  "gateway",
                  "vending",
                  "api",
                  "api.vend",
                  "api.access",
                  "api.admin",
                  "api.design")));

  private static final String ROOT = "dev.brevet.";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages("dev.brevet");

  @Test
  void room_isNotEmpty() {
    assertEquals(
        new TreeSet<>(ROOMS.keySet()),
        CLASSES.stream()
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .flatMap(type -> room(type).stream())
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void class_isInARoom() {
    check(classes().should(satisfy("be in a room", type -> room(type).isPresent())));
  }

  @Test
  void room_usesOnlyTheRoomsItMay() {
    ROOMS.forEach(
        (room, allowed) ->
            check(
                noClasses()
                    .that(areIn(room))
                    .should()
                    .dependOnClassesThat(
                        describe(
                            "are in another room than " + allowed,
                            type ->
                                room(type)
                                    .filter(used -> !used.equals(room) && !allowed.contains(used))
                                    .isPresent()))));
  }

  @Test
  void rooms_haveNoCircle() {
    SliceAssignment byRoom =
        new SliceAssignment() {
          @Override
          public SliceIdentifier getIdentifierOf(JavaClass type) {
            return room(type).map(SliceIdentifier::of).orElse(SliceIdentifier.ignore());
          }

          @Override
          public String getDescription() {
            return "rooms";
          }
        };
    check(slices().assignedFrom(byRoom).should().beFreeOfCycles());
  }

  @Test
  void packages_haveNoCircle() {
    check(slices().matching(ROOT + "(**)").should().beFreeOfCycles());
  }

  /// So that a reader sees a package at a glance.
  @Test
  void package_hasFortyFilesAtMost() throws IOException {
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      Map<Path, Long> files =
          sources
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !file.endsWith("package-info.java"))
              .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
      files.values().removeIf(count -> count <= 40);
      assertEquals(Map.of(), files);
    }
  }

  @Test
  void iamAndPolicy_needNothingButTheLanguage() {
    check(
        classes()
            .that(areIn("iam").or(areIn("policy")).or(areIn("policy.analysis")))
            .should()
            .onlyDependOnClassesThat(
                areIn("iam")
                    .or(areIn("policy"))
                    .or(areIn("policy.analysis"))
                    // SHA-256, and the comparison of secrets in constant time.
                    .or(equivalentTo(MessageDigest.class))
                    .or(equivalentTo(NoSuchAlgorithmException.class))
                    .or(
                        resideInAnyPackage(
                                "java.lang..",
                                "java.util..",
                                "java.time..",
                                "java.math",
                                "java.nio.charset",
                                "org.jspecify..")
                            .and(not(resideInAPackage("java.util.logging.."))))));
  }

  @Test
  void awsSdk_isUsedByItsAdaptersOnly() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("..dynamodb..", "..sts..", ROOT + "lambda..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.awssdk.."));
  }

  @Test
  void lambdaTypesAndDagger_areUsedByLambdaOnly() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "lambda..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.amazonaws..", "dagger.."));
  }

  @Test
  void secret_isRevealedWhereItLeavesOnly() {
    DescribedPredicate<JavaClass> mayReveal =
        resideInAnyPackage(ROOT + "api..", ROOT + "cli..", "..sts..")
            .or(
                areIn("identity")
                    .and(describe("verify", type -> type.getSimpleName().endsWith("Verifier"))));
    check(
        classes()
            .that(not(mayReveal))
            .should(
                notUse(
                    "SecretString.reveal()",
                    target ->
                        target.getOwner().getName().equals(ROOT + "iam.SecretString")
                            && target.getName().equals("reveal"))));
  }

  @Test
  void json_isParsedByTheParserThatRefusesHalfCharactersOnly() {
    check(
        classes()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + "json.UnicodeParser")
            .should(
                notUse(
                    "JsonFactory.createParser",
                    target ->
                        target.getOwner().isAssignableTo(JsonFactory.class)
                            && target.getName().startsWith("createParser"))));
  }

  @Test
  void picocliAndYaml_areUsedByTheCommandLineOnly() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..", "org.snakeyaml.."));
  }

  /// Java folds U+212A KELVIN SIGN to `k`; a name that is written with it is another name. Only
  /// `StringEqualsIgnoreCase` may take letters beyond ASCII for one, where that denies.
  @Test
  void namesFold_asciiLettersAlone() {
    check(
        classes()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + "policy.element.LetterCase")
            .should(notUse("Java's folding of letters", ArchitectureTest::foldsLetters)));
  }

  private static boolean foldsLetters(CodeUnitAccessTarget target) {
    return target.getOwner().getName().equals("java.lang.String")
        && (Set.of("toLowerCase", "toUpperCase", "equalsIgnoreCase", "compareToIgnoreCase")
                .contains(target.getName())
            || (target.getName().equals("regionMatches")
                && target.getRawParameterTypes().size() == 5));
  }

  @Test
  void clockAndEnvironment_areReadByLambdaAndTheCommandLinesEntryOnly() {
    check(
        classes()
            .that()
            .resideOutsideOfPackage(ROOT + "lambda..")
            .and()
            .doNotHaveFullyQualifiedName(ROOT + "cli.Brevet")
            .should(notUse("the system's clock or environment", ArchitectureTest::isAmbient)));
  }

  @Test
  void package_isNullMarked() {
    check(
        classes()
            .should(
                satisfy(
                    "be in a package that is @NullMarked",
                    type -> isNullMarked(type.getPackage()))));
  }

  private static boolean isAmbient(CodeUnitAccessTarget target) {
    JavaClass owner = target.getOwner();
    return switch (target.getName()) {
      case "now" ->
          owner.isAssignableTo(TemporalAccessor.class)
              && target.getRawParameterTypes().stream()
                  .noneMatch(type -> type.isAssignableTo(InstantSource.class));
      case "currentTimeMillis", "getenv" -> owner.isEquivalentTo(System.class);
      case "system", "systemUTC", "systemDefaultZone", "tickMillis", "tickSeconds", "tickMinutes" ->
          owner.isAssignableTo(InstantSource.class);
      case JavaConstructor.CONSTRUCTOR_NAME ->
          owner.isEquivalentTo(Date.class) && target.getRawParameterTypes().isEmpty();
      default -> false;
    };
  }

  /// The room of a class: the one with the longest name, so that `policy.json` is not `policy`.
  private static Optional<String> room(JavaClass type) {
    return ROOMS.keySet().stream()
        .filter(room -> (type.getPackageName() + ".").startsWith(ROOT + room + "."))
        .max(Comparator.comparingInt(String::length));
  }

  private static DescribedPredicate<JavaClass> areIn(String room) {
    return describe("are in " + room, type -> room(type).filter(room::equals).isPresent());
  }

  private static boolean isNullMarked(JavaPackage where) {
    return where
        .tryGetPackageInfo()
        .filter(info -> info.isAnnotatedWith(NullMarked.class))
        .isPresent();
  }

  /// Calls and method references alike.
  private static ArchCondition<JavaClass> notUse(
      String what, Predicate<CodeUnitAccessTarget> forbidden) {
    return new ArchCondition<>("not use " + what) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getCodeUnitAccessesFromSelf().stream()
            .filter(access -> forbidden.test(access.getTarget()))
            .forEach(
                access ->
                    events.add(SimpleConditionEvent.violated(access, access.getDescription())));
      }
    };
  }

  private static ArchCondition<JavaClass> satisfy(String what, Predicate<JavaClass> wanted) {
    return new ArchCondition<>(what) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (!wanted.test(type)) {
          events.add(SimpleConditionEvent.violated(type, type.getName() + " should " + what));
        }
      }
    };
  }

  /// A rule about a room that does not exist yet holds; [#room_isNotEmpty] is what says so.
  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }
}
