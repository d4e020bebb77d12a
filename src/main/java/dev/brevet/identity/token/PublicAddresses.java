package dev.brevet.identity.token;

import module java.base;

/// Distinguishes the internet from what only this machine and its network can reach, so that a
/// registered URL cannot make Brevet ask its own network (instance metadata, a VPC's services).
///
/// Source: IANA's special-purpose address registries (RFC 6890).
final class PublicAddresses {
  private PublicAddresses() {}

  /// Refuses when any address of `host` is not public: one bad address among good ones is how a
  /// check is slipped past.
  ///
  /// What holds: the JDK keeps a lookup for 30 seconds, so the connection that follows goes to an
  /// address that was checked here. Where that cache was turned off, a name that answers
  /// differently a moment later still needs a valid certificate for its name on the inner host, and
  /// the answer must still be a key set.
  static void require(String host) throws UnknownHostException {
    for (InetAddress address : InetAddress.getAllByName(host)) {
      if (!isPublic(address)) {
        throw new UnknownHostException("the host has an address that is not public");
      }
    }
  }

  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    return bytes.length == 4 ? isPublic4(bytes) : isPublic6(bytes);
  }

  private static boolean isPublic4(byte[] b) {
    int first = b[0] & 0xff;
    int second = b[1] & 0xff;
    boolean shared = first == 100 && second >= 64 && second <= 127;
    boolean protocol = first == 192 && second == 0 && (b[2] == 0 || b[2] == 2);
    boolean benchmark = first == 198 && (second == 18 || second == 19);
    boolean documentation =
        (first == 198 && second == 51 && b[2] == 100)
            || (first == 203 && second == 0 && b[2] == 113);
    return first != 0 && first < 240 && !shared && !protocol && !benchmark && !documentation;
  }

  // Only global unicast (2000::/3), without what hides an IPv4 address: 2001::/23 (Teredo) and
  // 2002::/16 (6to4). The NAT64 prefix 64:ff9b::/96, unique local fc00::/7 and mapped addresses lie
  // outside 2000::/3.
  private static boolean isPublic6(byte[] b) {
    int first = ((b[0] & 0xff) << 8) | (b[1] & 0xff);
    int second = ((b[2] & 0xff) << 8) | (b[3] & 0xff);
    boolean hidden = first == 0x2002 || (first == 0x2001 && second < 0x200);
    boolean documentation = first == 0x2001 && second == 0xdb8;
    return (first & 0xe000) == 0x2000 && !hidden && !documentation;
  }
}
