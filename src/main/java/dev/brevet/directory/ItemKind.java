package dev.brevet.directory;

import module java.base;

/// The kinds of things that the directory keeps.
public enum ItemKind {
  /// An [Entity], kept under `<type>/<id>`.
  ENTITY("entity"),
  /// A [Group], kept under its name.
  GROUP("group"),
  /// A [ManagedPolicy], kept under its name.
  POLICY("policy"),
  /// A [PolicyAttachment], kept under `<policy>/<target's text>`.
  ATTACHMENT("attachment"),
  /// A [PermissionsBoundary], kept under the subject's text.
  BOUNDARY("boundary"),
  /// An [EnforcementPoint], kept under its name.
  ENFORCEMENT_POINT("enforcement-point"),
  /// A [ProtectedApi], kept under its name.
  API("api");

  private final String label;

  ItemKind(String label) {
    this.label = label;
  }

  /// As stores write it.
  public String label() {
    return label;
  }

  /// Empty for a label that no kind has.
  public static Optional<ItemKind> parse(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst();
  }
}
