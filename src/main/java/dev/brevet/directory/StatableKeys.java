package dev.brevet.directory;

import java.util.Set;

/// Which of AWS's condition keys a program may state of a request: those about the network, the
/// resource and the request itself. What is about the principal or its session follows only from a
/// proof.
///
/// The keys `aws:...` are those of AWS's list under these three headings, and no others. Keys of
/// services are about requests to them, but for those that AWS has in the context of every request
/// of a session. Nothing here can be a claim of an issuer: its keys begin with a host, which has a
/// dot, or is this machine.
///
/// One exception: whether a user has signed in with a second factor is a property of a session in
/// AWS. Only a program that signs its users in itself knows it.
///
/// Source: IAM User Guide, reference_policies_condition-keys (properties of the network, of the
/// resource, of the request; cross-service condition keys). Unverified: under which heading each
/// key stands, and that no other cross-service key is a session's.
final class StatableKeys {
  private static final Set<String> GLOBAL =
      Set.of(
          // of the network
          "aws:sourceip",
          "aws:sourcevpc",
          "aws:sourcevpcarn",
          "aws:sourcevpce",
          "aws:vpceaccount",
          "aws:vpceorgid",
          "aws:vpceorgpaths",
          "aws:vpcsourceip",
          // of the resource
          "aws:resourceaccount",
          "aws:resourceorgid",
          "aws:resourceorgpaths",
          // of the request
          "aws:calledvia",
          "aws:calledviafirst",
          "aws:calledvialast",
          "aws:currenttime",
          "aws:epochtime",
          "aws:referer",
          "aws:requestedregion",
          "aws:securetransport",
          "aws:sourceaccount",
          "aws:sourcearn",
          "aws:sourceorgid",
          "aws:sourceorgpaths",
          "aws:tagkeys",
          "aws:useragent",
          "aws:viaawsservice",
          // the exception
          "aws:multifactorauthage",
          "aws:multifactorauthpresent");

  private static final Set<String> OF_SESSIONS =
      Set.of(
          "ec2:roledelivery",
          "ec2:sourceinstancearn",
          "glue:credentialissuingservice",
          "glue:roleassumedby",
          "identitystore:userid",
          "kms:calleraccount",
          "lambda:sourcefunctionarn",
          "ssm:sourceinstancearn");

  // What is asked of STS is asked of Brevet, and an issuer on this machine has no dot.
  private static final Set<String> NO_SERVICES = Set.of("sts", "saml", "localhost");

  private StatableKeys() {}

  /// @param key in lower case
  static boolean has(String key) {
    int colon = key.indexOf(':');
    String prefix = colon < 0 ? "" : key.substring(0, colon);
    return prefix.equals("aws")
        ? GLOBAL.contains(key) || isTag(key, "aws:resourcetag/") || isTag(key, "aws:requesttag/")
        : isService(prefix)
            && isWord(key.substring(prefix.length() + 1, prefix.length() + 2))
            && !OF_SESSIONS.contains(key);
  }

  private static boolean isTag(String key, String beginning) {
    return key.startsWith(beginning) && key.length() > beginning.length();
  }

  private static boolean isService(String prefix) {
    return isWord(prefix) && !NO_SERVICES.contains(prefix);
  }

  private static boolean isWord(String text) {
    return !text.isEmpty()
        && text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
  }
}
