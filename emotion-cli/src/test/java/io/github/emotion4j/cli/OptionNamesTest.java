// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class OptionNamesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "epochs must be at least 1, not 0; --epochs must be at least 1, not 0",
        "headEpochs must be at most the epochs, 3, not 4; --head-epochs must be at most the epochs,"
            + " 3, not 4",
        "a.csv can't be used (skipBad would count and skip it); a.csv can't be used (--skip-bad"
            + " would count and skip it)",
        "Start from a backbone or an initialModel; Start from a backbone or an --initial-model",
        "or from initialModels, not both; or from --initial-model, not both",
        "the data of the model's labels; the data of the model's labels"
      })
  void aMessageNamesTheOptionOfTheCommand(String said, String told) {
    CommandLine command = new CommandLine(new TrainCommand());

    assertThat(OptionNames.in(said, command.getCommandSpec())).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource({
    "analyse, analyze",
    "analise, analyze",
    "evalute, evaluate",
    "trian, train",
    "analyze --jsno, --json",
    "train --data x --out y --epoch 3, --epochs"
  })
  void whatDoesNotExistIsAnsweredByWhatMayBeMeant(String typed, String meant) {
    StringWriter err = new StringWriter();

    int code =
        Main.execute(
            new PrintWriter(new StringWriter()), new PrintWriter(err, true), typed.split(" "));

    assertThat(code).isEqualTo(2);
    assertThat(err.toString().strip()).hasLineCount(1).contains("did you mean", meant);
  }
}
