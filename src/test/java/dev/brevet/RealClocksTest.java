package dev.brevet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.brevet.local.FreshTables;
import dev.brevet.local.LocalDynamoDb;
import dev.brevet.local.LocalWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests that pass on one day only. DynamoDB Local deletes what is over by its own clock, and the
/// local world's tokens, sessions and certificates end by it: what a test gives to them begins with
/// the time that it is, never with a day that somebody wrote down. `.ci/with-date` runs all tests
/// on other days.
class RealClocksTest {
  /// What looks at the real clock.
  private static final Set<String> REAL =
      Set.of(
          FreshTables.class.getName(),
          LocalDynamoDb.class.getName(),
          LocalWorld.class.getName(),
          "dev.brevet.endtoend.SharedWorld");

  /// Reads times that the local world answered, or that a test put into its claims.
  private static final Set<String> READERS =
      Set.of("dev.brevet.endtoend.Answer", "dev.brevet.identity.Identities");

  private static final JavaClasses TESTS =
      new ClassFileImporter()
          .withImportOption(location -> location.contains("/test-classes/"))
          .importPackages("dev.brevet");

  @Test
  void testOfWhatHasARealClock_usesNoFixedTime() {
    String here = RealClocksTest.class.getName();
    assertEquals(
        Set.of(), fixedTimes(type -> usesTheReal(type) && !type.getName().startsWith(here)));
  }

  /// libfaketime moves the clock, and not what the system notes of files.
  @Test
  void date_isMovedWhenItWasAskedFor_andOnlyThen(@TempDir Path folder) throws IOException {
    Instant noted = Files.getLastModifiedTime(Files.createFile(folder.resolve("new"))).toInstant();
    Duration moved = Duration.between(noted, Instant.now()).abs();
    boolean asked = System.getenv("FAKETIME") != null;
    assertEquals(asked, moved.compareTo(Duration.ofHours(12)) > 0, () -> "moved by " + moved);
  }

  @Test
  void fixedTime_isFoundWhereverItStands() {
    assertTrue(usesTheReal(TESTS.get(DirectUse.class)));
    for (Class<?> use : List.of(DirectUse.class, InAField.class, OfAHelper.class)) {
      assertFalse(fixedTimes(type -> type.isEquivalentTo(use)).isEmpty(), use.getName());
    }
    assertEquals(Set.of(), fixedTimes(type -> type.isEquivalentTo(NoFixedTime.class)));
  }

  /// Where code that such classes reach within the tests has a time that is always the same.
  private static Set<String> fixedTimes(Predicate<JavaClass> classes) {
    Deque<JavaCodeUnit> open = new ArrayDeque<>();
    TESTS.stream().filter(classes).forEach(type -> open.addAll(type.getCodeUnits()));
    Set<JavaCodeUnit> reached = new HashSet<>(open);
    Set<String> found = new TreeSet<>();
    while (!open.isEmpty()) {
      JavaCodeUnit unit = open.pop();
      for (JavaAccess<?> access : unit.getAccessesFromSelf()) {
        if (isFixed(access)) {
          found.add(access.getDescription());
        }
        if (access.getTarget() instanceof CodeUnitAccessTarget target
            && !READERS.contains(target.getOwner().getName())) {
          target.resolveMember().stream()
              .filter(member -> TESTS.contain(member.getOwner().getName()))
              .filter(reached::add)
              .forEach(open::add);
        }
      }
    }
    return found;
  }

  private static boolean usesTheReal(JavaClass type) {
    return type.getDirectDependenciesFromSelf().stream()
        .anyMatch(used -> REAL.contains(used.getTargetClass().getName()));
  }

  private static boolean isFixed(JavaAccess<?> access) {
    JavaClass owner = access.getTargetOwner();
    if (access instanceof JavaFieldAccess read) {
      return read.getTarget().resolveMember().filter(RealClocksTest::isFixedConstant).isPresent();
    }
    return switch (access.getName()) {
      case "parse", "of", "ofEpochSecond", "ofEpochMilli" ->
          owner.isAssignableTo(TemporalAccessor.class);
      default -> false;
    };
  }

  private static boolean isFixedConstant(JavaField field) {
    JavaClass type = field.getRawType();
    return field.getModifiers().contains(JavaModifier.STATIC)
        && TESTS.contain(field.getOwner().getName())
        && (type.isAssignableTo(TemporalAccessor.class) || type.isAssignableTo(InstantSource.class))
        && field.getOwner().getStaticInitializer().stream()
            .flatMap(initializer -> initializer.getAccessesFromSelf().stream())
            .anyMatch(access -> !(access instanceof JavaFieldAccess) && isFixed(access));
  }

  static final class DirectUse {
    static Instant now(FreshTables tables) {
      return tables.faults() == null ? Instant.now() : Instant.parse("2026-11-22T10:00:00Z");
    }
  }

  static final class InAField {
    private Instant now = Instant.ofEpochSecond(1_700_000_000);

    Instant next() {
      now = now.plusSeconds(1);
      return now;
    }
  }

  static final class Helper {
    static final Instant TEN = Instant.parse("2026-11-22T10:00:00Z");

    static Instant later() {
      return TEN.plusSeconds(1);
    }
  }

  static final class OfAHelper {
    static Instant now() {
      return Helper.later();
    }
  }

  static final class NoFixedTime {
    static Instant now() {
      return Instant.now().plusSeconds(1);
    }
  }
}
