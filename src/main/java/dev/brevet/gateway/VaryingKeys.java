package dev.brevet.gateway;

import dev.brevet.iam.AsciiCase;

/// Which condition keys may have other values in another request that is served the same answer.
///
/// Keys that an authorizer never sets are absent from all requests alike, and what follows from the
/// token, the route and the directory is the same for all of them.
///
/// @param anyResource whether the requests may be for other resources of the route
record VaryingKeys(boolean time, boolean address, boolean userAgent, boolean anyResource) {
  boolean isNone() {
    return !time && !address && !userAgent && !anyResource;
  }

  /// The same for requests for any resource of a route, or for one.
  VaryingKeys ofResources(boolean any) {
    return new VaryingKeys(time, address, userAgent, any);
  }

  boolean varies(String lowerKey) {
    return switch (lowerKey) {
      case "aws:currenttime", "aws:epochtime", "aws:multifactorauthage" -> time;
      case "aws:sourceip" -> address;
      case "aws:useragent" -> userAgent;
      case "resource:type" -> false;
      default -> anyResource && lowerKey.startsWith("resource:");
    };
  }

  /// Whether a text of a policy has a variable whose value may vary. Whatever looks like one
  /// counts.
  boolean variesIn(String text) {
    int open = text.indexOf("${");
    while (open >= 0) {
      int close = text.indexOf('}', open);
      if (close < 0) {
        return false;
      }
      String name = text.substring(open + 2, close);
      int comma = name.indexOf(',');
      if (varies(AsciiCase.lower((comma < 0 ? name : name.substring(0, comma)).strip()))) {
        return true;
      }
      open = text.indexOf("${", close);
    }
    return false;
  }
}
