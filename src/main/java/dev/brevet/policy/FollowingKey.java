package dev.brevet.policy;

import module java.base;

import org.jspecify.annotations.Nullable;

/// The condition keys that follow from the caller and from the owner of the resource. The engine
/// concludes their values ([PrincipalKeys]), and the comparison of policies leaves out requests
/// that lack one which follows.
///
/// Source: IAM User Guide, reference_policies_condition-keys.
public enum FollowingKey {
  PRINCIPAL_ARN("aws:principalarn"),
  PRINCIPAL_ACCOUNT("aws:principalaccount"),
  PRINCIPAL_TYPE("aws:principaltype"),
  USER_ID("aws:userid"),
  USER_NAME("aws:username"),
  IS_SERVICE("aws:principalisawsservice"),
  SERVICE_NAME("aws:principalservicename"),
  SERVICE_NAMES("aws:principalservicenameslist"),
  RESOURCE_ACCOUNT("aws:resourceaccount");

  private static final Map<String, FollowingKey> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toMap(FollowingKey::lowerName, Function.identity()));

  private final String lowerName;

  FollowingKey(String lowerName) {
    this.lowerName = lowerName;
  }

  public String lowerName() {
    return lowerName;
  }

  /// Null for a key that does not follow.
  public static @Nullable FollowingKey of(String lowerName) {
    return BY_NAME.get(lowerName);
  }
}
