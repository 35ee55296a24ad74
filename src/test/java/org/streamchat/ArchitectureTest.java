package org.streamchat;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

/** The components' dependency rules. */
@AnalyzeClasses(packages = "org.streamchat", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String OURS = "org.streamchat..";

  @ArchTest
  static final ArchRule noServersOwnClasses =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.glassfish..",
              "org.jboss..",
              "com.ibm..",
              "io.openliberty..",
              "fish.payara..",
              "com.sun..",
              "org.eclipse.persistence..",
              "com.mysql..");

  @ArchTest
  static final ArchRule everyClassLivesInAComponent =
      classes()
          .should()
          .resideInAnyPackage(
              componentPackages(
                  "problem",
                  "platform",
                  "identity",
                  "conversation",
                  "provider",
                  "stream",
                  "generation",
                  "limits"));

  @ArchTest static final ArchRule problemUsesNothing = mayUseOnly("problem");
  @ArchTest static final ArchRule platformUsesOnlyProblems = mayUseOnly("platform", "problem");

  @ArchTest
  static final ArchRule identityKnowsNoBusiness = mayUseOnly("identity", "problem", "platform");

  @ArchTest
  static final ArchRule providerKnowsNoBusiness =
      mayUseOnly("provider", "problem", "platform", "identity");

  @ArchTest
  static final ArchRule streamKnowsNoPayload = mayUseOnly("stream", "problem", "platform");

  @ArchTest
  static final ArchRule limitsKnowNoConversation =
      mayUseOnly("limits", "problem", "platform", "identity").allowEmptyShould(true);

  @ArchTest
  static final ArchRule conversationUsesNeitherStreamNorGeneration =
      mayUseOnly("conversation", "problem", "platform", "identity", "provider", "limits");

  @ArchTest
  static final ArchRule componentsFormNoCycle =
      slices().matching("org.streamchat.(*)..").should().beFreeOfCycles().allowEmptyShould(false);

  @ArchTest
  static final ArchRule entityKnowsNeitherControlNorBoundary =
      noClasses()
          .that()
          .resideInAPackage("..entity..")
          .should()
          .dependOnClassesThat(resideInAnyPackage("..streamchat..control..", "..boundary.."))
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule controlKnowsNoBoundary =
      noClasses()
          .that()
          .resideInAPackage("..control..")
          .should()
          .dependOnClassesThat(resideInAnyPackage("..boundary.."))
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule onlyDeliveryIsSharedBetweenBoundaries =
      slices()
          .matching("org.streamchat.(*).boundary..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              resideInAnyPackage("..generation.boundary.."),
              resideInAnyPackage("..stream.boundary.."))
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule nothingPrints =
      GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest
  static final ArchRule nothingSleeps =
      noClasses().should().callMethod(Thread.class, "sleep", long.class);

  @ArchTest
  static final ArchRule oneWayToLog =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.util.logging..", "org.slf4j..", "org.apache.logging..");

  @ArchTest
  static final ArchRule namesAreOfTheField =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils");

  private static ArchRule mayUseOnly(String component, String... others) {
    String[] allowed = new String[others.length + 1];
    allowed[0] = component;
    System.arraycopy(others, 0, allowed, 1, others.length);
    return noClasses()
        .that()
        .resideInAPackage("org.streamchat." + component + "..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(OURS).and(resideOutsideOfPackages(componentPackages(allowed))))
        .allowEmptyShould(false);
  }

  private static String[] componentPackages(String... components) {
    String[] packages = new String[components.length];
    for (int i = 0; i < components.length; i++) {
      packages[i] = "org.streamchat." + components[i] + "..";
    }
    return packages;
  }
}
