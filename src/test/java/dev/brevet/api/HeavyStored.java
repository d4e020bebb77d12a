package dev.brevet.api;

import module java.base;

/// What may be stored, as long as it may be and as hard to compare with.
final class HeavyStored {
  private HeavyStored() {}

  /// A text that is looked for at every place of a long run of the same letter, and never found.
  static String searched(int number) {
    return "*" + "a".repeat(200) + "b" + number + "*c*";
  }

  /// Of one identity-based policy: about 20 KB.
  static String[] statements(int policy) {
    return IntStream.range(0, 16)
        .mapToObj(
            i ->
                "{\"Effect\":\"Deny\",\"Action\":[\"brevet:*\",\"*\"],\"Resource\":[\"*\",\""
                    + searched(policy)
                    + "\"],\"Condition\":{\"StringLike\":{\"issuer.example:note\":[\""
                    + searched(i)
                    + "\",\""
                    + searched(i + 100)
                    + "\"]},\"StringLikeIfExists\":{\"subject:note\":[\""
                    + searched(i)
                    + "\"],\"resource:note\":[\""
                    + searched(i + 10)
                    + "\"]}}}")
        .toArray(String[]::new);
  }

  /// A mapping whose trust policy is nearly all that may be sent.
  static String mapping(String id) {
    String trust =
        IntStream.range(0, 120)
            .mapToObj(
                i ->
                    "{\"Effect\":\""
                        + (i == 0 ? "Allow" : "Deny")
                        + "\",\"Principal\":{\"Federated\":\"https://issuer.example\"},\"Action\":"
                        + "\"sts:AssumeRoleWithWebIdentity\",\"Condition\":{\"StringLike\":{"
                        + "\"issuer.example:"
                        + (i == 0 ? "sub\":\"heavy\"" : "note\":\"" + searched(i) + "\"")
                        + "}}}")
            .collect(Collectors.joining(","));
    return "{\"id\":\""
        + id
        + "\",\"roleArn\":\"arn:aws:iam::111122223333:role/brevet/"
        + (id.equals("heavy") ? "r" : "s")
        + "\",\"trustPolicy\":{\"Version\":\"2012-10-17\",\"Statement\":["
        + trust
        + ",{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:user/heavy\"},"
        + "\"Action\":\"sts:AssumeRole\"}]},\"sessionPolicy\":"
        + session("b")
        + "}";
  }

  /// As long as session policies may be, of patterns that overlap each other's in many ways.
  static String session(String letter) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":["
        + IntStream.range(0, 16)
            .mapToObj(i -> "\"s3:*" + letter + "*" + (char) ('a' + i) + "*\"")
            .collect(Collectors.joining(","))
        + "],\"Resource\":["
        + IntStream.range(0, 24)
            .mapToObj(i -> "\"arn:aws:s3:::*" + letter + "*a*b*" + i + "*?*" + letter + "?*\"")
            .collect(Collectors.joining(","))
        + "]}]}";
  }
}
