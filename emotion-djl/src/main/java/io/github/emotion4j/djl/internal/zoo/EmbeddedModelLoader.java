// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.zoo;

import ai.djl.Application;
import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.repository.MRL;
import ai.djl.repository.Repository;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelLoader;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorFactory;
import ai.djl.util.Progress;
import io.github.emotion4j.djl.classify.EmbeddedModels;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Loads one embedded model. It is read straight from the jar: DJL's own way would unpack it into a
 * cache whose key is the jar's address, and serve stale weights after an update.
 */
final class EmbeddedModelLoader implements ModelLoader {

  /** DJL asks for a version of each model; ours come and go with the jar. */
  private static final String VERSION = "1";

  private final String name;

  EmbeddedModelLoader(String name) {
    this.name = name;
  }

  @Override
  public String getGroupId() {
    return EmbeddedModels.GROUP_ID;
  }

  @Override
  public String getArtifactId() {
    return name;
  }

  @Override
  public Application getApplication() {
    return Application.CV.IMAGE_CLASSIFICATION;
  }

  @Override
  public MRL getMrl() {
    String folder = EmbeddedModels.class.getPackageName().replace('.', '/') + "/emotion/";
    Repository repository =
        Repository.newInstance(EmbeddedModels.GROUP_ID, "jar:///" + folder + name + ".json");
    return MRL.model(repository, getApplication(), getGroupId(), name, VERSION, name);
  }

  @Override
  public <I, O> ZooModel<I, O> loadModel(Criteria<I, O> criteria) throws ModelNotFoundException {
    Engine engine = PyTorch.require();
    ModelFile file = EmbeddedModels.read(name);
    Device device = criteria.getDevice() != null ? criteria.getDevice() : engine.defaultDevice();
    ZooModel<Image, Classifications> model = file.newZooModel(device);
    try {
      return new ZooModel<>(model.getWrappedModel(), translator(criteria, model));
    } catch (ModelNotFoundException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  @SuppressWarnings("unchecked") // the classes are checked first
  private <I, O> Translator<I, O> translator(
      Criteria<I, O> criteria, ZooModel<Image, Classifications> model)
      throws ModelNotFoundException {
    Class<I> input = criteria.getInputClass();
    Class<O> output = criteria.getOutputClass();
    TranslatorFactory factory = criteria.getTranslatorFactory();
    if (factory != null && factory.isSupported(input, output)) {
      try {
        return factory.newInstance(
            input,
            output,
            model,
            criteria.getArguments() == null ? Map.of() : criteria.getArguments());
      } catch (TranslateException e) {
        throw new ModelNotFoundException("The translator can't be made for " + name, e);
      }
    }
    if (input == Image.class && output == Classifications.class) {
      return (Translator<I, O>) model.getTranslator();
    }
    throw new ModelNotFoundException(
        name + " translates Image to Classifications, not " + input + " to " + output);
  }

  @Override
  public <I, O> boolean isDownloaded(Criteria<I, O> criteria) {
    return true;
  }

  @Override
  public <I, O> void downloadModel(Criteria<I, O> criteria, @Nullable Progress progress) {}
}
