// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.cli.batch.Journal.RowAction;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.Type;

/**
 * A row of Parquet a picture, with the fields of the JSON; a point, there a list of two numbers, is
 * a group of x and y.
 */
final class ParquetResults implements ResultFormat {

  private static final int ROW_GROUP_BYTES = 16 << 20;

  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message picture {
            required binary image (STRING);
            optional group faces (LIST) {
              repeated group list {
                required group element {
                  required group emotion { %s }
                  required binary dominant_emotion (STRING);
                  required group region {
                    required int32 x; required int32 y; required int32 w; required int32 h;
                    %s
                  }
                  required double face_confidence;
                  optional group head_pose {
                    required double yaw; required double pitch; required double roll;
                  }
                  optional double face_quality;
                }
              }
            }
            optional group error {
              required binary code (STRING);
              required binary message (STRING);
            }
          }
          """
              .formatted(
                  Stream.of(Emotion.values())
                      .map(emotion -> "required double " + emotion.label() + ";")
                      .collect(Collectors.joining(" ")),
                  Stream.of("left_eye", "right_eye", "nose", "mouth_left", "mouth_right")
                      .map(p -> "optional group " + p + " {required double x; required double y;}")
                      .collect(Collectors.joining(" "))));

  ParquetResults() {}

  @Override
  public void write(OutputStream stream, Path journal) throws IOException {
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new StreamFile(stream))
            .withConf(new PlainParquetConfiguration())
            .withType(SCHEMA)
            .withRowGroupSize((long) ROW_GROUP_BYTES)
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .build()) {
      Journal.read(
          journal,
          row -> {
            Group group = new SimpleGroup(SCHEMA);
            fill(group, row);
            writer.write(group);
          });
    }
  }

  private static void fill(Group group, JsonNode node) {
    for (Type field : group.getType().getFields()) {
      JsonNode value =
          node.isArray()
              ? node.path(group.getType().getFieldIndex(field.getName()))
              : node.path(field.getName());
      if (!value.isMissingNode() && !value.isNull()) {
        add(group, field, value);
      }
    }
  }

  private static void add(Group group, Type field, JsonNode value) {
    String name = field.getName();
    if (isList(field)) {
      Group list = group.addGroup(name);
      value.forEach(element -> fill(list.addGroup(0).addGroup(0), element));
    } else if (!field.isPrimitive()) {
      fill(group.addGroup(name), value);
    } else {
      switch (field.asPrimitiveType().getPrimitiveTypeName()) {
        case INT32 -> group.add(name, value.intValue());
        case DOUBLE -> group.add(name, value.doubleValue());
        default -> group.add(name, value.asText());
      }
    }
  }

  private static boolean isList(Type field) {
    return LogicalTypeAnnotation.listType().equals(field.getLogicalTypeAnnotation());
  }

  @Override
  public void read(Path file, RowAction action) throws IOException {
    try (ParquetReader<Group> reader =
        new Reader(new LocalInputFile(file), new PlainParquetConfiguration()).build()) {
      for (Group group = reader.read(); group != null; group = reader.read()) {
        if (!group.getType().equals(SCHEMA)) {
          throw new IOException(file + " has other columns than the results of a batch");
        }
        action.accept(object(group));
      }
    }
  }

  private static final class Reader extends ParquetReader.Builder<Group> {

    Reader(InputFile file, PlainParquetConfiguration configuration) {
      super(file, configuration);
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }

  private static ObjectNode object(Group group) {
    ObjectNode object = Journal.mapper().createObjectNode();
    for (Type field : group.getType().getFields()) {
      String name = field.getName();
      if (group.getFieldRepetitionCount(name) > 0) {
        object.set(name, value(group, field));
      } else if (name.endsWith("_eye")) {
        object.putNull(name);
      }
    }
    return object;
  }

  private static JsonNode value(Group group, Type field) {
    String name = field.getName();
    if (isList(field)) {
      ArrayNode list = Journal.mapper().createArrayNode();
      Group elements = group.getGroup(name, 0);
      for (int i = 0; i < elements.getFieldRepetitionCount(0); i++) {
        list.add(object(elements.getGroup(0, i).getGroup(0, 0)));
      }
      return list;
    }
    if (!field.isPrimitive()) {
      Group inner = group.getGroup(name, 0);
      return isPoint(field.asGroupType())
          ? Journal.mapper()
              .createArrayNode()
              .add(inner.getDouble("x", 0))
              .add(inner.getDouble("y", 0))
          : object(inner);
    }
    return switch (field.asPrimitiveType().getPrimitiveTypeName()) {
      case INT32 -> Journal.mapper().getNodeFactory().numberNode(group.getInteger(name, 0));
      case DOUBLE -> Journal.mapper().getNodeFactory().numberNode(group.getDouble(name, 0));
      default -> Journal.mapper().getNodeFactory().textNode(group.getString(name, 0));
    };
  }

  private static boolean isPoint(GroupType type) {
    return type.getFieldCount() == 2 && type.containsField("x") && type.containsField("y");
  }

  /** Lets Parquet write to a stream, which it only does in order. */
  private record StreamFile(OutputStream stream) implements OutputFile {

    @Override
    public PositionOutputStream create(long blockSize) {
      return new PositionOutputStream() {
        private long position;

        @Override
        public long getPos() {
          return position;
        }

        @Override
        public void write(int b) throws IOException {
          stream.write(b);
          position++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          stream.write(bytes, offset, length);
          position += length;
        }

        @Override
        public void flush() throws IOException {
          stream.flush();
        }

        @Override
        public void close() throws IOException {
          stream.close();
        }
      };
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSize) {
      return create(blockSize);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }
}
