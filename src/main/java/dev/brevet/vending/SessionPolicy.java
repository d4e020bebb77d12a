package dev.brevet.vending;

import dev.brevet.iam.ManagedPolicyArn;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// What narrows a session: a rendered policy, managed policies, or both. Never neither, which STS
/// takes for the whole role.
///
/// Source: STS API, AssumeRole, Policy and PolicyArns.
public record SessionPolicy(Optional<String> json, List<ManagedPolicyArn> managedPolicies) {
  /// What STS takes in plain text, the inline policy and the managed policies' ARNs together.
  public static final int MOST_CHARACTERS = 2048;

  public SessionPolicy {
    managedPolicies = List.copyOf(managedPolicies);
    if (json.isEmpty() && managedPolicies.isEmpty()) {
      throw new IllegalArgumentException("a session is never the whole role");
    }
  }

  /// Its size as STS counts it.
  public int characters() {
    int characters = json.map(String::length).orElse(0);
    for (ManagedPolicyArn arn : managedPolicies) {
      characters += arn.toString().length();
    }
    return characters;
  }

  /// SHA-256 over the inline policy, lower-case hex; empty where there is none.
  public Optional<String> sha256() {
    return json.map(
        text -> HexFormat.of().formatHex(Sha256.of(text.getBytes(StandardCharsets.UTF_8))));
  }
}
