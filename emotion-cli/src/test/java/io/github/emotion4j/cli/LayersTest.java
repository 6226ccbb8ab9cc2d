// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What may know what, over all published modules; docs/architecture.md says why. */
final class LayersTest {

  private static final String ROOT = "io.github.emotion4j";
  private static final String TRACKING = ROOT + ".tracking";
  private static final String[] API = {ROOT, TRACKING};
  private static final String DJL = ROOT + ".djl..";
  private static final String INTERNAL = ROOT + "..internal..";
  private static final String TRAINING = ROOT + ".training..";
  private static final String VIDEO = ROOT + ".video..";
  private static final String CLI = ROOT + ".cli..";

  private static final JavaClasses PUBLISHED =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void theApiKnowsTheJdkOnly() {
    classes()
        .that()
        .resideInAnyPackage(API)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(ROOT, TRACKING, "java..", "javax.imageio..", "org.jspecify..")
        .check(PUBLISHED);
  }

  @Test
  void theApiKnowsNeitherDjlNorOpenCvNorJackson() {
    noClasses()
        .that()
        .resideInAnyPackage(API)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ai.djl..", "org.opencv..", "com.fasterxml..", "tools.jackson..")
        .check(PUBLISHED);
  }

  @Test
  void inferenceKnowsNoTraining() {
    noClasses()
        .that()
        .resideInAnyPackage(DJL)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(TRAINING, VIDEO, CLI)
        .check(PUBLISHED);
  }

  @Test
  void trainingKnowsNoCommandLineAndNoFaceDetectorOfItsOwn() {
    noClasses()
        .that()
        .resideInAPackage(TRAINING)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(CLI, ROOT + ".djl.detect..")
        .check(PUBLISHED);
  }

  @Test
  void videoKnowsNoTrainingAndNoCommandLine() {
    noClasses()
        .that()
        .resideInAPackage(VIDEO)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(TRAINING, CLI)
        .check(PUBLISHED);
  }

  @Test
  void onlyTheCommandLineParsesArguments() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT, TRACKING, DJL, TRAINING, VIDEO)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(PUBLISHED);
  }

  @Test
  void packagesFormNoCircle() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(PUBLISHED);
  }

  @Test
  void whatIsPromisedShowsNothingInternal() {
    codeUnits()
        .that()
        .areDeclaredInClassesThat()
        .resideOutsideOfPackage(INTERNAL)
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .and(arePublicOrProtected())
        .should(showNothingOf(INTERNAL, "org.opencv.."))
        .check(PUBLISHED);
  }

  @Test
  void atMostAThirdOfTheTypesOfEmotionDjlIsPromised() {
    List<JavaClass> types =
        PUBLISHED.stream()
            .filter(type -> type.getPackageName().startsWith(ROOT + ".djl"))
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .toList();

    assertThat(types.stream().filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC)))
        .filteredOn(type -> !type.getPackageName().contains(".internal"))
        .hasSizeLessThanOrEqualTo(types.size() / 3);
  }

  /** The rest of the published modules, Spring's and Spark's, has the same test. */
  @Test
  void noConstructorTakesMoreThanSevenArgumentsBeItARecords() {
    constructors()
        .should(
            ArchCondition.from(
                DescribedPredicate.describe(
                    "take at most 7 arguments",
                    made -> // the compiler adds the name and the number of a constant
                    made.getRawParameterTypes().size() - (made.getOwner().isEnum() ? 2 : 0) <= 7)))
        .check(PUBLISHED);
  }

  private static DescribedPredicate<JavaCodeUnit> arePublicOrProtected() {
    return DescribedPredicate.describe(
        "are public or protected",
        member ->
            member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED));
  }

  private static ArchCondition<JavaCodeUnit> showNothingOf(String... packages) {
    return new ArchCondition<>("show nothing of " + List.of(packages)) {
      @Override
      public void check(JavaCodeUnit member, ConditionEvents events) {
        Stream.concat(Stream.of(member.getRawReturnType()), member.getRawParameterTypes().stream())
            .filter(JavaClass.Predicates.resideInAnyPackage(packages))
            .forEach(
                type ->
                    events.add(
                        SimpleConditionEvent.violated(
                            member, member.getFullName() + " shows " + type.getName())));
      }
    };
  }
}
