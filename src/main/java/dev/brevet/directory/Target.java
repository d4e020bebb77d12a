package dev.brevet.directory;

/// What a policy can be attached to: a subject, a group, or a resource.
public sealed interface Target permits Subject, GroupName, ResourceName {
  /// One text for each target, and none for two: `entity/user/alice`, `principal/arn:...`,
  /// `token/https://issuer.example#sub`, `group/admins`, `resource/record/record-1`. At most
  /// [DirectoryText#LONGEST_TARGET] bytes.
  String text();
}
