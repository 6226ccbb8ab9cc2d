// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class HouseRulesTest {

  @Test
  void noConstructorTakesMoreThanSevenArgumentsBeItARecords() {
    constructors()
        .should()
        .haveRawParameterTypes(DescribedPredicate.describe("at most 7", types -> types.size() <= 7))
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.github.emotion4j"));
  }
}
