package dev.brevet.vending;

import module java.base;

import dev.brevet.iam.ManagedPolicyArn;
import dev.brevet.iam.Sha256;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import dev.brevet.policy.json.PolicyWriter;

/// What narrows a session: a rendered policy, managed policies, or both. At least one is there: STS
/// takes neither for the whole role.
///
/// `json` is printable ASCII: whatever encodes and decodes it on the way to STS, the bytes are
/// these. Source: STS API, AssumeRole, Policy and PolicyArns.
public record SessionPolicy(Optional<String> json, List<ManagedPolicyArn> managedPolicies) {
  /// What STS takes in plain text, the inline policy and the managed policies' ARNs together.
  public static final int MOST_CHARACTERS = 2048;

  public SessionPolicy {
    managedPolicies = List.copyOf(managedPolicies);
    if (json.isEmpty() && managedPolicies.isEmpty()) {
      throw new IllegalArgumentException("a session is never the whole role");
    }
    if (json.isPresent() && !json.get().chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new IllegalArgumentException("a session policy is sent in printable ascii");
    }
  }

  /// `policy` as it is sent, beside `managedPolicies`. Empty when what STS would read is another
  /// one than `policy`, of which everything was proven.
  static Optional<SessionPolicy> proven(Policy policy, List<ManagedPolicyArn> managedPolicies) {
    String json = PolicyWriter.write(policy);
    return PolicyReader.read(json, PolicyType.SESSION).equals(new Parsed(policy))
        ? Optional.of(new SessionPolicy(Optional.of(json), managedPolicies))
        : Optional.empty();
  }

  /// Its size as STS counts it.
  public int characters() {
    return json.map(String::length).orElse(0)
        + managedPolicies.stream().mapToInt(arn -> arn.toString().length()).sum();
  }

  /// SHA-256 over the bytes of the inline policy that STS gets, lower-case hex; empty where there
  /// is none.
  public Optional<String> sha256() {
    return json.map(Sha256::hex);
  }
}
