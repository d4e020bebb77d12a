package dev.brevet.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/// Which files and folders other users of this machine can neither read nor change. Root always
/// can.
///
/// For file systems that know POSIX permissions. The launcher `bin/brevet` checks folders in the
/// same way (`is_private`) before Java starts, as Java then loads code from there.
final class Ownership {
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  // Of a file's mode: stat(2).
  private static final int GROUP_AND_OTHERS_MAY_WRITE = 0022;
  private static final int STICKY = 01000;

  private Ownership() {}

  /// @throws IOException when it is not this user's with mode 0700, or when another user can put
  ///   another folder in the place of one above it
  static void checkFolder(Path folder) throws IOException {
    Path real = folder.toRealPath();
    if (!isOwn(real) || !Files.getPosixFilePermissions(real).equals(FOLDER)) {
      throw new IOException("`" + real + "` is not this user's own with mode 0700");
    }
    for (Path above = real.getParent(); above != null; above = above.getParent()) {
      if (isOpenToOthers(above)) {
        throw new IOException("`" + above + "` can be changed by other users");
      }
    }
  }

  /// Whether only this user can have written it and only this user can read it.
  static boolean isPrivateFile(Path file) throws IOException {
    return isOwn(file)
        && FILE.containsAll(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
  }

  /// In a sticky folder, such as `/tmp`, only its owner can rename what it holds.
  private static boolean isOpenToOthers(Path folder) throws IOException {
    Map<String, Object> is = Files.readAttributes(folder, "unix:uid,mode");
    int mode = (Integer) is.getOrDefault("mode", GROUP_AND_OTHERS_MAY_WRITE);
    boolean writable = (mode & GROUP_AND_OTHERS_MAY_WRITE) != 0 && (mode & STICKY) == 0;
    return writable || !(Integer.valueOf(0).equals(is.get("uid")) || isOwn(folder));
  }

  /// A user without a name, as containers have them, is not root, and only the owner can use what
  /// has mode 0700 or 0600.
  private static boolean isOwn(Path path) throws IOException {
    String user = System.getProperty("user.name", "?");
    return user.equals("?")
        || user.equals(Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName());
  }
}
