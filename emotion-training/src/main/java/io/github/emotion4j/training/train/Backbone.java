// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.classify.BackboneInput;
import io.github.emotion4j.djl.classify.BackboneNetwork;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.classify.ModelFormat;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A network that learned from other pictures, to start from: a TorchScript module that takes
 * pictures, shape (N, 3, size, size), and gives features, shape (N, C), or (N, C, H, W), which are
 * averaged over H and W.
 *
 * <p>A TorchScript file is a program, which runs when it is loaded and used. That is why the
 * methods that make this say that they trust: take only what you trust as you trust a dependency.
 * Immutable and safe to share between threads.
 */
public final class Backbone {

  /** So that module and dense layer together may be read again as a model. */
  private static final int MAX_BYTES = 250_000_000;

  private final String name;
  private final byte[] torchScript;
  private final String sha256;
  private final BackboneInput input;
  private final int features;

  private Backbone(
      String name, byte[] torchScript, String sha256, BackboneInput input, int features) {
    this.name = name;
    this.torchScript = torchScript;
    this.sha256 = sha256;
    this.input = input;
    this.features = features;
  }

  /**
   * Loads a TorchScript file that is trusted, for pictures of {@link BackboneInput#IMAGENET}.
   *
   * @param file what {@code torch.jit.save} wrote, with its parameters not frozen
   * @return the backbone, tried once on blank pictures
   * @throws ModelException if it is missing, no TorchScript file, fails, gives no features or has
   *     no parameters to train
   * @throws io.github.emotion4j.MissingDependencyException if the engine's native library is
   *     missing
   */
  public static Backbone loadTrusted(Path file) {
    return loadTrusted(file, BackboneInput.IMAGENET);
  }

  /**
   * Loads a TorchScript file that is trusted.
   *
   * @param file what {@code torch.jit.save} wrote, with its parameters not frozen
   * @param input what it takes
   * @return the backbone, tried once on blank pictures
   * @throws ModelException if it is missing, no TorchScript file, fails, gives no features or has
   *     no parameters to train
   * @throws io.github.emotion4j.MissingDependencyException if the engine's native library is
   *     missing
   */
  public static Backbone loadTrusted(Path file, BackboneInput input) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] torchScript = in.readNBytes(MAX_BYTES + 1);
      Path last = Objects.requireNonNull(file.getFileName(), "a file that is read has a name");
      return of(last.toString(), torchScript, input);
    } catch (IOException e) {
      throw new ModelException(
          "Can't read the backbone "
              + file
              + "; it must be a TorchScript file, as torch.jit.save writes it",
          e);
    }
  }

  /**
   * Loads a TorchScript module of DJL's model zoo, which may be downloaded and is trusted, for
   * pictures of {@link BackboneInput#IMAGENET}.
   *
   * @param url such as {@code djl://ai.djl.pytorch/resnet18_embedding}, which needs {@code
   *     ai.djl.pytorch:pytorch-model-zoo} on the class path, or another address that DJL loads
   *     models from
   * @return the backbone, tried once on blank pictures
   * @throws ModelException if it can't be found or loaded, is no TorchScript, fails, gives no
   *     features or has no parameters to train
   * @throws io.github.emotion4j.MissingDependencyException if the engine's native library is
   *     missing
   */
  public static Backbone fromTrustedZoo(String url) {
    return fromTrustedZoo(url, BackboneInput.IMAGENET);
  }

  /**
   * Loads a TorchScript module of DJL's model zoo, which may be downloaded and is trusted.
   *
   * @param url such as {@code djl://ai.djl.pytorch/resnet18_embedding}, which needs {@code
   *     ai.djl.pytorch:pytorch-model-zoo} on the class path, or another address that DJL loads
   *     models from
   * @param input what it takes
   * @return the backbone, tried once on blank pictures
   * @throws ModelException if it can't be found or loaded, is no TorchScript, fails, gives no
   *     features or has no parameters to train
   * @throws io.github.emotion4j.MissingDependencyException if the engine's native library is
   *     missing
   */
  public static Backbone fromTrustedZoo(String url, BackboneInput input) {
    Criteria<NDList, NDList> criteria =
        Criteria.builder()
            .setTypes(NDList.class, NDList.class)
            .optModelUrls(url)
            .optEngine(PyTorch.ENGINE)
            .optDevice(Device.cpu())
            .optTranslator(new NoopTranslator())
            .build();
    return fromTrustedZoo(criteria, url, input);
  }

  /**
   * Loads a TorchScript module from any DJL model zoo; it may be downloaded and is trusted.
   *
   * @param criteria what to load, with DJL's PyTorch engine
   * @param input what it takes
   * @return the backbone, tried once on blank pictures
   * @throws ModelException if it can't be found or loaded, is no TorchScript, fails, gives no
   *     features or has no parameters to train
   * @throws io.github.emotion4j.MissingDependencyException if the engine's native library is
   *     missing
   */
  public static Backbone fromTrustedZoo(Criteria<?, ?> criteria, BackboneInput input) {
    return fromTrustedZoo(criteria, criteria.toString(), input);
  }

  private static Backbone fromTrustedZoo(
      Criteria<?, ?> criteria, String source, BackboneInput input) {
    PyTorch.require();
    try (ZooModel<?, ?> model = criteria.loadModel()) {
      if (!(model.getBlock() instanceof PtSymbolBlock module)) {
        throw new ModelException(
            "The backbone "
                + source
                + " is no TorchScript module, which DJL's PyTorch engine loads");
      }
      return of(model.getName(), BackboneNetwork.torchScript(module), input);
    } catch (ModelException e) {
      throw e;
    } catch (ModelNotFoundException
        | MalformedModelException
        | IOException
        | RuntimeException e) { // such as an engine's, for what is no TorchScript
      throw new ModelException("Can't load the backbone " + source + ": " + e.getMessage(), e);
    }
  }

  private static Backbone of(String name, byte[] torchScript, BackboneInput input) {
    if (torchScript.length > MAX_BYTES) {
      throw new ModelException(
          "The backbone " + name + " is larger than " + MAX_BYTES + " bytes; take a smaller one");
    }
    PyTorch.require();
    int features = BackboneNetwork.countFeatures(name, torchScript, input);
    return new Backbone(name, torchScript, ModelFormat.sha256(torchScript), input, features);
  }

  /**
   * Names the backbone.
   *
   * @return its file's or its model's name
   */
  public String name() {
    return name;
  }

  /**
   * Returns what the backbone takes.
   *
   * @return size and colours of its pictures
   */
  public BackboneInput input() {
    return input;
  }

  /**
   * Returns the number of features.
   *
   * @return how many numbers the backbone gives for a picture
   */
  public int features() {
    return features;
  }

  String sha256() {
    return sha256;
  }

  long bytes() {
    return torchScript.length;
  }

  ModelCard.BackboneSettings settings(double dropout) {
    return new ModelCard.BackboneSettings(name, input, features, dropout);
  }

  /** The same backbone, trained for a while: with other parameters and buffers. */
  Backbone as(byte[] trained) {
    return new Backbone(name, trained, sha256, input, features);
  }

  /** A network on this backbone; its dense layer is not initialized. */
  Block newBlock(NDManager manager, double dropout, int outputs) {
    return BackboneNetwork.of(manager, torchScript, settings(dropout), outputs);
  }
}
