// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Tells addresses that anybody can reach from those of a machine or its private networks, by the
 * registries of special-purpose addresses (RFC 6890). Of IPv6, only global unicast (2000::/3) is
 * public, and what holds an IPv4 address is judged by that one too.
 */
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
    boolean documentation =
        (first == 192 && second == 0 && third == 2)
            || (first == 198 && second == 51 && third == 100)
            || (first == 203 && second == 0 && third == 113);
    boolean reserved = first >= 240;
    return !(thisNetwork
        || carrierGradeNat
        || protocolAssignments
        || benchmarking
        || documentation
        || reserved);
  }

  private static boolean isPublic6(byte[] bytes) {
    boolean compatible4 = begins(bytes, "000000000000000000000000");
    boolean mapped4 = begins(bytes, "00000000000000000000ffff");
    boolean translated4 = begins(bytes, "0000000000000000ffff0000");
    boolean nat64 = begins(bytes, "0064ff9b0000000000000000");
    if (compatible4 || mapped4 || translated4 || nat64) {
      return isPublic(embedded4(bytes, 12));
    }
    boolean globalUnicast = (bytes[0] & 0xE0) == 0x20;
    // 2001::/23, among them Teredo (2001::/32), which hides an IPv4 address.
    boolean protocolAssignments = begins(bytes, "2001") && (bytes[2] & 0xFE) == 0;
    boolean documentation =
        begins(bytes, "20010db8") || (begins(bytes, "3fff") && (bytes[2] & 0xF0) == 0);
    if (!globalUnicast || protocolAssignments || documentation) {
      return false;
    }
    boolean sixToFour = begins(bytes, "2002");
    if (sixToFour && !isPublic(embedded4(bytes, 2))) {
      return false;
    }
    // The interface identifier of ISATAP (RFC 5214) under any prefix, with or without the bit that
    // says it is unique in the world.
    boolean isatap =
        (bytes[8] & 0xFD) == 0 && bytes[9] == 0 && bytes[10] == 0x5E && (bytes[11] & 0xFF) == 0xFE;
    return !isatap || isPublic(embedded4(bytes, 12));
  }

  private static boolean begins(byte[] bytes, String hexadecimal) {
    byte[] prefix = HexFormat.of().parseHex(hexadecimal);
    return Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static InetAddress embedded4(byte[] bytes, int offset) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, offset, offset + 4));
    } catch (UnknownHostException e) {
      throw new AssertionError("Four bytes always are an address", e);
    }
  }
}
