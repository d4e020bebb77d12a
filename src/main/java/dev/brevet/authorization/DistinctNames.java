package dev.brevet.authorization;

import module java.base;

import org.jspecify.annotations.Nullable;

/// Names, each once, in the order in which they came. Few are compared one by one, more are hashed:
/// an object seldom has many members, and one that has a million takes no longer for each.
public final class DistinctNames {
  private static final int FEW = 8;

  private String[] names = new String[2];
  private int size;
  private @Nullable Set<String> many;

  /// False when the name is there already.
  public boolean add(String name) {
    if (many != null ? !many.add(name) : isAmongFew(name)) {
      return false;
    }
    if (size == names.length) {
      names = Arrays.copyOf(names, 2 * size);
    }
    names[size++] = name;
    if (size == FEW) {
      many = new HashSet<>(Arrays.asList(names).subList(0, size));
    }
    return true;
  }

  private boolean isAmongFew(String name) {
    for (int i = 0; i < size; i++) {
      if (names[i].equals(name)) {
        return true;
      }
    }
    return false;
  }

  int size() {
    return size;
  }

  /// The name that came after `index` others.
  String get(int index) {
    return names[index];
  }
}
