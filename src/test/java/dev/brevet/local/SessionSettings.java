package dev.brevet.local;

import module java.base;

import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.json.Malformed;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;

/// What a request to assume a role asks of the session, within the limits of the STS API.
record SessionSettings(
    String roleArn,
    String sessionName,
    Optional<Integer> seconds,
    Optional<String> policyText,
    List<String> policyArns,
    Map<String, String> tags,
    Set<String> transitiveKeys,
    Optional<String> externalId,
    Optional<String> sourceIdentity) {
  private static final String NAME = "[\\w+=,.@-]*";
  private static final String TAG = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*";
  private static final int ALLOTTED = 2048;

  /// @throws StsFailure ValidationError, with everything that is out of bounds
  static SessionSettings read(StsParameters in) throws StsFailure {
    String roleArn =
        in.required(
            "RoleArn",
            20,
            2048,
            "[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD]+");
    String sessionName = in.required("RoleSessionName", 2, 64, NAME);
    Optional<Integer> seconds = in.integer("DurationSeconds", 900, 43200);
    Optional<String> policy =
        in.optional("Policy", 1, ALLOTTED, "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+");
    Optional<String> externalId = in.optional("ExternalId", 2, 1224, "[\\w+=,.@:\\/-]*");
    Optional<String> sourceIdentity = in.optional("SourceIdentity", 2, 64, NAME);
    in.optional("SerialNumber", 9, 256, "[\\w+=/:,.@-]*");
    in.optional("TokenCode", 6, 6, "[\\d]*");
    List<String> policyArns = in.members("PolicyArns", "arn");
    if (policyArns.size() > 10) {
      in.violate(
          "policyArns", policyArns.toString(), "Member must have length less than or equal to 10");
    }
    Map<String, String> tags = tags(in);
    Set<String> transitive = new LinkedHashSet<>(in.members("TransitiveTagKeys", ""));
    in.check();
    for (String key : transitive) {
      if (!tags.containsKey(key)) {
        throw new StsFailure(
            400,
            "InvalidParameterValue",
            "The specified transitive tag key must be included in the requested tags.");
      }
    }
    return new SessionSettings(
        roleArn,
        sessionName,
        seconds,
        policy,
        policyArns,
        tags,
        transitive,
        externalId,
        sourceIdentity);
  }

  private static Map<String, String> tags(StsParameters in) throws StsFailure {
    List<String> keys = in.members("Tags", "Key");
    Map<String, String> tags = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    if (keys.size() > 50) {
      in.violate("tags", keys.toString(), "Member must have length less than or equal to 50");
    }
    for (int i = 0; i < keys.size(); i++) {
      String key = keys.get(i);
      String value = in.value("Tags.member." + (i + 1) + ".Value").orElse("");
      in.constrain("tags." + (i + 1) + ".member.key", key, 1, 128, TAG);
      in.constrain("tags." + (i + 1) + ".member.value", value, 0, 256, TAG);
      if (key.regionMatches(true, 0, "aws:", 0, 4)) {
        throw new StsFailure(
            400, "InvalidParameterValue", "Tag keys may not start with the reserved prefix 'aws:'");
      }
      if (tags.put(key, value) != null) {
        throw new StsFailure(
            400,
            "InvalidParameterValue",
            "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
      }
    }
    return tags;
  }

  /// The session policies: the one passed and the managed ones; empty when none was passed, and
  /// then the session has the whole role.
  ///
  /// @throws StsFailure MalformedPolicyDocument, or ValidationError for a managed policy that is
  ///   not the account's
  Optional<List<Policy>> sessionPolicies(LocalIam iam, String account) throws StsFailure {
    List<Policy> policies = new ArrayList<>();
    if (policyText.isPresent()) {
      switch (PolicyReader.read(policyText.get(), PolicyType.SESSION)) {
        case Parsed(var policy) -> policies.add(policy);
        case Malformed malformed ->
            throw new StsFailure(
                400,
                "MalformedPolicyDocument",
                "Syntax error at position (" + malformed.line() + "," + malformed.column() + ")");
      }
    }
    for (String arn : policyArns) {
      boolean usable =
          arn.startsWith("arn:" + LocalIam.PARTITION + ":iam::aws:policy/")
              || arn.startsWith("arn:" + LocalIam.PARTITION + ":iam::" + account + ":policy/");
      policies.add(
          iam.managedPolicy(arn)
              .filter(_ -> usable)
              .orElseThrow(
                  () ->
                      StsFailure.validation(
                          "Policy " + arn + " does not exist or is not attachable.")));
    }
    return policies.isEmpty() ? Optional.empty() : Optional.of(policies);
  }

  /// How much of the packed space policy and tags take, in percent: deflated, as an approximation
  /// of AWS's own packing.
  ///
  /// @throws StsFailure PackedPolicyTooLarge above 100
  Optional<Integer> packedPercent(Map<String, String> allTags) throws StsFailure {
    if (policyText.isEmpty() && policyArns.isEmpty() && allTags.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder all = new StringBuilder(policyText.orElse(""));
    policyArns.forEach(all::append);
    allTags.forEach((key, value) -> all.append(key).append('\0').append(value).append('\0'));
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try {
      deflater.setInput(all.toString().getBytes(StandardCharsets.UTF_8));
      deflater.finish();
      int size = 0;
      byte[] buffer = new byte[4096];
      while (!deflater.finished()) {
        size += deflater.deflate(buffer);
      }
      int percent = Math.max(1, (size * 100 + ALLOTTED - 1) / ALLOTTED);
      if (percent > 100) {
        String what =
            allTags.isEmpty()
                ? "session policy"
                : policyText.isPresent() || !policyArns.isEmpty()
                    ? "session policy and tags"
                    : "session tags";
        throw new StsFailure(
            400,
            "PackedPolicyTooLarge",
            "Packed size of " + what + " consumes " + percent + "% of allotted space.");
      }
      return Optional.of(percent);
    } finally {
      deflater.end();
    }
  }
}
