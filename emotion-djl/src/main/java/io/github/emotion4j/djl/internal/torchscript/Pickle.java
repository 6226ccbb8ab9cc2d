// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.torchscript;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes what TorchScript's reader of pickles, protocol 2, takes: a stack machine's program. */
final class Pickle {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Pickle() {
    opcode(0x80).write(2);
  }

  private ByteArrayOutputStream opcode(int code) {
    out.write(code);
    return out;
  }

  private static byte[] littleEndian(int number) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array();
  }

  /** Pushes a class or function. */
  Pickle global(String module, String name) {
    opcode('c').writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  Pickle string(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    opcode('X').writeBytes(littleEndian(bytes.length));
    out.writeBytes(bytes);
    return this;
  }

  Pickle integer(int number) {
    opcode('J').writeBytes(littleEndian(number));
    return this;
  }

  Pickle bool(boolean value) {
    opcode(value ? 0x88 : 0x89);
    return this;
  }

  /** Pushes a mark, where the elements of a {@link #tuple} or {@link #setItems} begin. */
  Pickle mark() {
    opcode('(');
    return this;
  }

  Pickle tuple() {
    opcode('t');
    return this;
  }

  Pickle tuple(long... numbers) {
    mark();
    for (long number : numbers) {
      integer(Math.toIntExact(number));
    }
    return tuple();
  }

  Pickle emptyTuple() {
    opcode(')');
    return this;
  }

  Pickle emptyDictionary() {
    opcode('}');
    return this;
  }

  Pickle setItems() {
    opcode('u');
    return this;
  }

  /** Calls the function below the tuple of arguments. */
  Pickle call() {
    opcode('R');
    return this;
  }

  /** Makes an object of the class below the tuple of arguments. */
  Pickle newObject() {
    opcode(0x81);
    return this;
  }

  /** Gives the object below its attributes. */
  Pickle build() {
    opcode('b');
    return this;
  }

  /** Replaces a tuple that says where something lies by what lies there. */
  Pickle load() {
    opcode('Q');
    return this;
  }

  byte[] end() {
    opcode('.');
    return out.toByteArray();
  }
}
