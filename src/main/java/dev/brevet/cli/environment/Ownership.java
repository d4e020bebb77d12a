package dev.brevet.cli.environment;

import module java.base;

import org.jspecify.annotations.Nullable;

/// Which files and folders other users of this machine can neither read nor change. Root always
/// can.
///
/// For file systems that know POSIX permissions. The launcher `bin/brevet` checks folders in the
/// same way (`is_private`) before Java starts, as Java then loads code from there.
final class Ownership {
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  // Of a file's mode: stat(2).
  private static final int GROUP_AND_OTHERS_MAY_WRITE = 0022;
  private static final int STICKY = 01000;
  private static final int KIND = 0170000;
  private static final int FOLDERS = 0040000;

  private static final Path PROCESS = Path.of("/proc/self");

  private Ownership() {}

  /// Makes a folder if need be. Returns it without links: another user could lead one elsewhere
  /// after it was checked.
  ///
  /// @throws IOException when it is not this user's with mode 0700, or when another user can put
  ///   another folder in the place of one above it
  static Path folder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      make(folder);
    }
    Path real = folder.toRealPath();
    if (knowsPermissions(real)) {
      if (!isOwn(real) || !Files.getPosixFilePermissions(real).equals(FOLDER)) {
        throw new IOException("`" + real + "` is not this user's own with mode 0700");
      }
      checkFrom(real.getParent());
    }
    return real;
  }

  /// Makes nothing where it could not be used, as in another user's home (`sudo`).
  private static void make(Path folder) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    Path there = folder;
    while (!Files.isDirectory(there) && there.getParent() != null) {
      missing.push(there);
      there = there.getParent();
    }
    if (knowsPermissions(there)) {
      checkFrom(there.toRealPath());
    }
    for (Path each : missing) {
      try {
        Files.createDirectory(each, attributes(each, FOLDER));
      } catch (FileAlreadyExistsException e) {
        // Another process was first.
        if (!Files.isDirectory(each)) {
          throw e;
        }
      }
    }
  }

  private static void checkFrom(@Nullable Path real) throws IOException {
    for (Path at = real; at != null; at = at.getParent()) {
      if (isOpenToOthers(at)) {
        throw new IOException("`" + at + "` can be changed by other users");
      }
    }
  }

  /// What makes a file or folder with `permissions`, where the file system knows any.
  static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
    return knowsPermissions(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  private static boolean knowsPermissions(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /// Whether only this user can have written it and only this user can read it.
  static boolean isPrivateFile(Path file) throws IOException {
    if (!knowsPermissions(file)) {
      return true;
    }
    return isOwn(file)
        && FILE.containsAll(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
  }

  /// Whether other users than those who own it and the folders above may write to the file, or put
  /// another in its place.
  static boolean isWritableByOthers(Path file) throws IOException {
    // A link can be swapped where it stands.
    return isWritableFrom(file.toRealPath()) || isWritableFrom(file.toAbsolutePath().normalize());
  }

  private static boolean isWritableFrom(Path path) throws IOException {
    for (Path at = path; at != null && knowsPermissions(at); at = at.getParent()) {
      if (isWritableByOthers(Files.readAttributes(at, "unix:uid,mode"))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWritableByOthers(Map<String, Object> is) {
    int mode = (Integer) is.getOrDefault("mode", GROUP_AND_OTHERS_MAY_WRITE);
    // Of a file the sticky bit says nothing.
    boolean sticky = (mode & STICKY) != 0 && (mode & KIND) == FOLDERS;
    return (mode & GROUP_AND_OTHERS_MAY_WRITE) != 0 && !sticky;
  }

  /// In a sticky folder, such as `/tmp`, only its owner can rename what it holds.
  private static boolean isOpenToOthers(Path folder) throws IOException {
    Map<String, Object> is = Files.readAttributes(folder, "unix:uid,mode");
    return isWritableByOthers(is) || !(Integer.valueOf(0).equals(is.get("uid")) || isOwn(folder));
  }

  /// By number where the system has one for this process (proc(5)): a user without a name, as
  /// containers have them, owns no more than others do.
  private static boolean isOwn(Path path) throws IOException {
    if (Files.exists(PROCESS)) {
      Object owner = Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
      return owner.equals(Files.getAttribute(PROCESS, "unix:uid"));
    }
    return System.getProperty("user.name", "?")
        .equals(Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName());
  }
}
