// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Tells addresses that anybody can reach from those of a machine or its private networks. */
final class AddressRules {

  private AddressRules() {}

  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    if (address instanceof Inet4Address) {
      return isPublic4(bytes[0] & 0xFF, bytes[1] & 0xFF, bytes[2] & 0xFF);
    }
    return address instanceof Inet6Address && isPublic6(bytes);
  }

  private static boolean isPublic4(int first, int second, int third) {
    boolean thisNetwork = first == 0;
    boolean carrierGradeNat = first == 100 && (second & 0xC0) == 64;
    boolean protocolAssignments = first == 192 && second == 0 && third == 0;
    boolean benchmarking = first == 198 && (second & 0xFE) == 18;
    boolean reserved = first >= 240;
    return !(thisNetwork || carrierGradeNat || protocolAssignments || benchmarking || reserved);
  }

  private static boolean isPublic6(byte[] bytes) {
    boolean uniqueLocal = (bytes[0] & 0xFE) == 0xFC;
    if (uniqueLocal) {
      return false;
    }
    boolean compatible4 = isZero(bytes, 0, 12);
    boolean nat64 = bytes[0] == 0 && bytes[1] == 0x64 && (bytes[2] & 0xFF) == 0xFF;
    if (compatible4 || nat64) {
      return isPublic(embedded4(bytes, 12));
    }
    boolean sixToFour = bytes[0] == 0x20 && bytes[1] == 0x02;
    return !sixToFour || isPublic(embedded4(bytes, 2));
  }

  private static boolean isZero(byte[] bytes, int from, int to) {
    return Arrays.equals(bytes, from, to, new byte[to - from], 0, to - from);
  }

  private static InetAddress embedded4(byte[] bytes, int offset) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, offset, offset + 4));
    } catch (UnknownHostException e) {
      throw new AssertionError("Four bytes always are an address", e);
    }
  }
}
