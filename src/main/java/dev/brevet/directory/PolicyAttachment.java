package dev.brevet.directory;

/// That a managed policy is attached to something: its default version, whichever that is, is in
/// force there.
public record PolicyAttachment(PolicyName policy, Target target) implements DirectoryItem {
  @Override
  public ItemKey key() {
    return new ItemKey(ItemKind.ATTACHMENT, policy + "/" + target.text());
  }

  /// The type that the policy must be of.
  public ManagedPolicy.Type type() {
    return switch (target) {
      case Subject _, GroupName _ -> ManagedPolicy.Type.IDENTITY;
      case ResourceName _ -> ManagedPolicy.Type.RESOURCE;
    };
  }
}
