// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.spring;

import io.github.emotion4j.Diagnosis;
import java.util.LinkedHashMap;
import java.util.Map;

/** What of a {@link Diagnosis} may be shown to strangers: no folder of the machine. */
public final class PublicDiagnosis {

  private PublicDiagnosis() {}

  /**
   * Returns what may be shown.
   *
   * @param diagnosis of a detector
   * @return engine, device, model, modelSha256 and faceDetector, in this order
   */
  public static Map<String, Object> of(Diagnosis diagnosis) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("engine", diagnosis.engine());
    shown.put("device", diagnosis.device());
    shown.put("model", diagnosis.modelName());
    shown.put("modelSha256", diagnosis.modelSha256());
    shown.put("faceDetector", diagnosis.faceDetector());
    return shown;
  }
}
