// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.zoo.EmotionZoo;
import org.junit.jupiter.api.Test;

/** What may know what, over all published modules; docs/architecture.md says why. */
final class LayersTest {

  private static final String ROOT = "io.github.emotion4j";
  private static final String TRACKING = ROOT + ".tracking";
  private static final String[] API = {ROOT, TRACKING};
  private static final String DJL = ROOT + ".djl..";
  private static final String TRAINING = ROOT + ".training..";
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
        .resideInAnyPackage(TRAINING, CLI)
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
  void onlyTheCommandLineParsesArguments() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT, TRACKING, DJL, TRAINING)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(PUBLISHED);
  }

  @Test
  void packagesFormNoCircle() {
    slices()
        .matching(ROOT + ".(**)")
        .should()
        .beFreeOfCycles()
        // The one that is left: an embedded model is read by the zoo, which reads it as a model.
        .ignoreDependency(EmotionModel.class, EmotionZoo.class)
        .check(PUBLISHED);
  }
}
