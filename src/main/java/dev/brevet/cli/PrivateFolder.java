package dev.brevet.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// A folder that its owner alone may look into (0700), of files that its owner alone may read
/// (0600).
///
/// A file is there whole or not at all, whoever writes at the same time. A file that others may
/// read, or that is a link, is taken for absent: who could read it may have written it. Where the
/// file system knows no permissions, the user's profile is what protects it.
final class PrivateFolder {
  private static final int MOST_BYTES = 1 << 20;
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  /// File locks are between processes; these are between the threads of this one.
  private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

  private final Path root;

  PrivateFolder(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /// What is done while nobody else does it.
  interface Alone<T> {
    T run() throws IOException, Failure;
  }

  Path path(String name) {
    return root.resolve(name);
  }

  /// Empty when there is no such file, or one that cannot be trusted.
  ///
  /// @throws IOException when the folder cannot be made private
  Optional<byte[]> read(String name) throws IOException {
    secure();
    Path file = path(name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !isPrivate(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] content = in.readNBytes(MOST_BYTES + 1);
      return content.length > MOST_BYTES ? Optional.empty() : Optional.of(content);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /// Replaces the file, or makes it.
  void write(String name, byte[] content) throws IOException {
    secure();
    Path file = path(name);
    Path unfinished = Files.createTempFile(root, ".new", "", attributes(file, FILE));
    try {
      Files.write(unfinished, content);
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /// Whether there was one.
  boolean delete(String name) throws IOException {
    secure();
    return Files.deleteIfExists(path(name));
  }

  /// Deletes all files whose names begin so.
  void deleteAll(String prefix) throws IOException {
    secure();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(root, prefix + "*")) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  /// Runs `alone` while no other thread and no other process does so under the same name. A lock
  /// ends with its process, however that ends.
  <T> T locked(String name, Alone<T> alone) throws IOException, Failure {
    secure();
    Path file = path(name + ".lock");
    ReentrantLock between = LOCKS.computeIfAbsent(file, _ -> new ReentrantLock());
    between.lock();
    try (FileChannel channel =
            FileChannel.open(
                file,
                Set.of(
                    StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                attributes(file, FILE));
        FileLock _ = channel.lock()) {
      return alone.run();
    } finally {
      between.unlock();
    }
  }

  private void secure() throws IOException {
    if (!Files.isDirectory(root)) {
      Path parent = root.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      try {
        Files.createDirectory(root, attributes(root, FOLDER));
      } catch (FileAlreadyExistsException e) {
        // Another process was first.
        if (!Files.isDirectory(root)) {
          throw e;
        }
      }
    }
    if (knowsPermissions(root) && !Files.getPosixFilePermissions(root).equals(FOLDER)) {
      // Only its owner may; for anybody else this fails, and the folder is not used.
      Files.setPosixFilePermissions(root, FOLDER);
    }
  }

  private static boolean isPrivate(Path file) throws IOException {
    return !knowsPermissions(file)
        || FILE.containsAll(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
  }

  private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
    return knowsPermissions(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  private static boolean knowsPermissions(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
