package dev.brevet.directory;

/// One thing that the directory keeps, valid in itself. Whether what it names is there is checked
/// when it is written.
public sealed interface DirectoryItem
    permits Entity,
        Group,
        ManagedPolicy,
        PolicyAttachment,
        PermissionsBoundary,
        EnforcementPoint,
        ProtectedApi {
  /// What it is kept under.
  ItemKey key();
}
