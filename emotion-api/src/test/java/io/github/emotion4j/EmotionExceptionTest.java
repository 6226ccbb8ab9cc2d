// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmotionExceptionTest {

  @Test
  void isUnchecked() {
    assertThat(new EmotionException("why")).isInstanceOf(RuntimeException.class);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        InvalidImageException.class,
        ImageUnavailableException.class,
        AnalysisInterruptedException.class,
        NoFaceException.class,
        ModelException.class,
        MissingDependencyException.class,
        DetectorBusyException.class
      })
  void isTheRootOfEveryOther(Class<? extends EmotionException> type) throws Exception {
    Throwable cause = new IllegalStateException();
    EmotionException exception =
        type.getConstructor(String.class, Throwable.class).newInstance("why", cause);

    assertThat(exception).hasMessage("why").hasCause(cause);
    assertThat(type.getConstructor(String.class).newInstance("why")).hasMessage("why");
    assertThat(Modifier.isFinal(type.getModifiers())).isTrue();
  }
}
