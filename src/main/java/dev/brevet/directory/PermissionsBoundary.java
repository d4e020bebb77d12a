package dev.brevet.directory;

/// The permissions boundary of a subject: an identity-based policy that grants nothing and beyond
/// which its other policies grant nothing. A subject has one or none.
///
/// Source: IAM User Guide, access_policies_boundaries.
public record PermissionsBoundary(Subject subject, PolicyName policy) implements DirectoryItem {
  @Override
  public ItemKey key() {
    return new ItemKey(ItemKind.BOUNDARY, subject.text());
  }
}
