package dev.brevet.directory;

/// What an item is kept under: its kind and its name within the kind, 1 to 1,024 bytes.
public record ItemKey(ItemKind kind, String name) {
  public ItemKey {
    if (name.isEmpty() || DirectoryText.bytes(name) > 1_024) {
      throw new IllegalArgumentException("a name in the directory has 1 to 1024 bytes");
    }
  }

  @Override
  public String toString() {
    return kind.label() + "/" + name;
  }
}
