package dev.brevet.lambda;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.brevet.api.Gate;
import dev.brevet.api.Refusals;
import dev.brevet.api.design.KnownCallers;
import dev.brevet.directory.editor.DirectoryEditor;
import dev.brevet.identity.IssuerStore;
import dev.brevet.identity.TokenVerifier;
import dev.brevet.lambda.environment.StsClients;
import dev.brevet.mapping.MappingStore;
import dev.brevet.vending.RoleAssumer;
import org.junit.jupiter.api.Test;

/// What a function must not do is not in its component.
class ComponentsTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages("dev.brevet.lambda");

  /// The classes that wire or run a function, by the words in their names.
  private static DescribedPredicate<JavaClass> named(String... words) {
    return DescribedPredicate.describe(
        "wire " + String.join(", ", words),
        type -> {
          for (String word : words) {
            if (type.getSimpleName().contains(word) || type.getName().contains("." + word)) {
              return true;
            }
          }
          return false;
        });
  }

  @Test
  void functionThatVends_cannotWriteConfiguration() {
    noClasses()
        .that(named("VendFunction", "VendComponent", "VendModule", "LookupsModule"))
        .should()
        .dependOnClassesThat(
            equivalentTo(MappingStore.class)
                .or(equivalentTo(IssuerStore.class))
                .or(equivalentTo(StoresModule.class)))
        .check(CLASSES);
  }

  @Test
  void functionThatDesigns_knowsIssuersAndNothingElse() {
    noClasses()
        .that(named("DesignFunction", "DesignComponent", "DesignModule", "TokensModule"))
        .should()
        .dependOnClassesThat(
            equivalentTo(IssuerStore.class)
                .or(equivalentTo(StoresModule.class))
                .or(equivalentTo(LookupsModule.class))
                .or(equivalentTo(DecisionsModule.class)))
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(StsClients.class)
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("..vending..", "..mapping..", "..decisionlog..")
        .check(CLASSES);
  }

  @Test
  void functionThatDecides_readsConfigurationAndCannotAssumeRoles() {
    noClasses()
        .that(named("DecideFunction", "DecideComponent", "DecideModule", "DirectoryModule"))
        .should()
        .dependOnClassesThat(
            equivalentTo(IssuerStore.class)
                .or(equivalentTo(MappingStore.class))
                .or(equivalentTo(StoresModule.class))
                .or(equivalentTo(AssumingModule.class))
                .or(equivalentTo(StsClients.class)))
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(RoleAssumer.class)
        .check(CLASSES);
  }

  @Test
  void functionThatAuthorizes_readsAndRecordsAndNothingElse() {
    noClasses()
        .that(
            named(
                "AuthorizerFunction", "AuthorizerComponent", "AuthorizerModule", "DirectoryModule"))
        .should()
        .dependOnClassesThat(
            equivalentTo(IssuerStore.class)
                .or(equivalentTo(DirectoryEditor.class))
                .or(equivalentTo(StoresModule.class)))
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(StsClients.class)
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("..vending..", "..mapping..", "..api..")
        .check(CLASSES);
  }

  @Test
  void functionThatAdministers_cannotAssumeRoles() {
    noClasses()
        .that(named("AdminFunction", "AdminComponent", "AdminModule", "StoresModule"))
        .should()
        .dependOnClassesThat()
        .areAssignableTo(RoleAssumer.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(StsClients.class)
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("..vending..", "..sts..")
        .check(CLASSES);
  }

  @Test
  void gatesThatAdmitMoreOrRecordNothing_areMadeInOnePlaceEach() {
    JavaClasses all =
        new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages("dev.brevet.lambda", "dev.brevet.api");
    assertOnlyCaller(VendModule.class, "ofMappings", all, TokenVerifier.class, Refusals.class);
    assertOnlyCaller(KnownCallers.class, "withoutRecords", all, TokenVerifier.class);
  }

  private static void assertOnlyCaller(
      Class<?> caller, String method, JavaClasses all, Class<?>... parameters) {
    classes()
        .that()
        .haveFullyQualifiedName(caller.getName())
        .should()
        .callMethod(Gate.class, method, parameters)
        .check(all);
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(caller.getName())
        .should()
        .callMethod(Gate.class, method, parameters)
        .check(all);
  }
}
