// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emotion4j.Emotion;
import java.lang.reflect.RecordComponent;
import java.util.Map;

/**
 * The JSON of a {@link ModelCard}: flat where the card has groups, as it was before there were any.
 * (Jackson's {@code JsonUnwrapped} would do, but takes unknown names without a word.)
 */
final class ModelCardJson {

  static final ModelFormat.Layout LAYOUT =
      new ModelFormat.Layout(ModelCardJson::fromFile, ModelCardJson::toFile);

  private ModelCardJson() {}

  private static ObjectNode fromFile(ObjectNode json) {
    upgrade(json);
    group(json, "network", ModelCard.Network.class);
    group(json, "calibration", ModelCard.Calibration.class);
    if (json.path("training") instanceof ObjectNode training) {
      group(training, "data", ModelCard.TrainingData.class);
    }
    return json;
  }

  private static ObjectNode toFile(ObjectNode card) {
    card.set("training", ungrouped((ObjectNode) card.get("training"), "data"));
    return ungrouped(ungrouped(card, "network"), "calibration");
  }

  /**
   * Version 1 had one head, called as whose labels it learned, and no prior; version 2 a bias for
   * neutral only, and no head for it.
   */
  private static void upgrade(ObjectNode json) {
    JsonNode version = json.path("formatVersion");
    if (version.equals(IntNode.valueOf(1))) {
      String head = json.path("training").path("labelSource").asText("labels");
      ObjectNode outputs = json.putNull("neutralPrior").putObject("outputs");
      outputs.putArray("heads").add(head);
      outputs.putObject("weights").put(head, 1.0);
      outputs.putObject("biases");
      outputs.putNull("neutralHead");
    } else if (version.equals(IntNode.valueOf(2))
        && json.path("outputs") instanceof ObjectNode outputs) {
      JsonNode bias = outputs.remove("neutralBias");
      outputs.putObject("biases").set(Emotion.NEUTRAL.label(), bias);
      outputs.putNull("neutralHead");
    } else {
      return;
    }
    json.put("formatVersion", ModelCard.FORMAT_VERSION);
  }

  /** A property that has the group's own name moves too, to be refused there as any unknown one. */
  private static void group(ObjectNode parent, String name, Class<? extends Record> type) {
    ObjectNode group = parent.objectNode();
    move(parent, name, group);
    for (RecordComponent component : type.getRecordComponents()) {
      move(parent, component.getName(), group);
    }
    parent.set(name, group);
  }

  private static void move(ObjectNode from, String name, ObjectNode to) {
    JsonNode value = from.remove(name);
    if (value != null) {
      to.set(name, value);
    }
  }

  private static ObjectNode ungrouped(ObjectNode parent, String group) {
    ObjectNode flat = parent.objectNode();
    for (Map.Entry<String, JsonNode> property : parent.properties()) {
      if (property.getKey().equals(group)) {
        flat.setAll((ObjectNode) property.getValue());
      } else {
        flat.set(property.getKey(), property.getValue());
      }
    }
    return flat;
  }
}
