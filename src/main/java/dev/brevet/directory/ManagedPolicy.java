package dev.brevet.directory;

import module java.base;

import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;

/// A named policy with its versions, one of which counts. As IAM's customer managed policies: up to
/// five versions, numbered from 1 and never reused, of which the default one is in force wherever
/// the policy is attached.
///
/// Source: IAM User Guide, access_policies_managed-versioning.
///
/// @param latestVersion the highest number that a version ever had, deleted ones too
public record ManagedPolicy(
    PolicyName name,
    String description,
    Type type,
    long defaultVersion,
    long latestVersion,
    List<Version> versions)
    implements DirectoryItem {
  /// The most versions that are kept.
  public static final int MOST_VERSIONS = 5;

  /// What a policy can be attached to.
  public enum Type {
    /// To subjects and groups, and as a permissions boundary.
    IDENTITY("identity", PolicyType.IDENTITY),
    /// To resources; its statements name principals.
    RESOURCE("resource", PolicyType.RESOURCE);

    private final String label;
    private final PolicyType policyType;

    Type(String label, PolicyType policyType) {
      this.label = label;
      this.policyType = policyType;
    }

    /// As documents write it.
    public String label() {
      return label;
    }

    /// How its text is read.
    public PolicyType policyType() {
      return policyType;
    }

    /// Empty for a label that no type has.
    public static Optional<Type> parse(String label) {
      return Arrays.stream(values()).filter(type -> type.label.equals(label)).findFirst();
    }
  }

  /// One version; `number` is from 1, shown as `v1`.
  public record Version(long number, Policy policy) {
    public Version {
      if (number < 1) {
        throw new IllegalArgumentException("versions of a policy count from 1");
      }
    }
  }

  public ManagedPolicy {
    DirectoryText.requireDescription(description);
    versions = versions.stream().sorted(Comparator.comparingLong(Version::number)).toList();
    if (versions.isEmpty() || versions.size() > MOST_VERSIONS) {
      throw new IllegalArgumentException("a policy has 1 to " + MOST_VERSIONS + " versions");
    }
    if (versions.stream().mapToLong(Version::number).distinct().count() != versions.size()) {
      throw new IllegalArgumentException("two versions of a policy have the same number");
    }
    if (versions.getLast().number() > latestVersion) {
      throw new IllegalArgumentException("a version has a higher number than `latestVersion`");
    }
    long inForce = defaultVersion;
    if (versions.stream().noneMatch(version -> version.number() == inForce)) {
      throw new IllegalArgumentException("the default version is not among the versions");
    }
  }

  /// A new policy with one version, in force.
  public static ManagedPolicy of(PolicyName name, Type type, Policy policy) {
    return new ManagedPolicy(name, "", type, 1, 1, List.of(new Version(1, policy)));
  }

  /// The same with one version more; `asDefault` says whether it is in force.
  ///
  /// @throws IllegalArgumentException when there are already as many as may be
  public ManagedPolicy withVersion(Policy policy, boolean asDefault) {
    if (versions.size() == MOST_VERSIONS) {
      throw new IllegalArgumentException(
          "the policy has " + MOST_VERSIONS + " versions; delete one first");
    }
    long next = latestVersion + 1;
    List<Version> more = new ArrayList<>(versions);
    more.add(new Version(next, policy));
    return new ManagedPolicy(
        name, description, type, asDefault ? next : defaultVersion, next, more);
  }

  /// The same versions with other words around them.
  public ManagedPolicy described(PolicyName otherName, Type otherType, String otherDescription) {
    return new ManagedPolicy(
        otherName, otherDescription, otherType, defaultVersion, latestVersion, versions);
  }

  /// The policy in force.
  public Policy policy() {
    return version(defaultVersion).orElseThrow();
  }

  /// Empty when there is no such version, or no longer.
  public Optional<Policy> version(long number) {
    return versions.stream()
        .filter(version -> version.number() == number)
        .map(Version::policy)
        .findFirst();
  }

  @Override
  public ItemKey key() {
    return new ItemKey(ItemKind.POLICY, name.value());
  }
}
