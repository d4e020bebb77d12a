package dev.brevet.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
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
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// A folder that only its owner may look into (0700), of files that only their owner may read
/// (0600).
///
/// A folder is used only if nobody but this user and root can change what is in it or what its path
/// leads to; a folder that is there already keeps its mode, and is refused if that is another. The
/// launcher `bin/brevet` checks the same before it lets Java load code from the folder. A file is
/// there whole or not at all, also while several processes write. A file of another user, one that
/// others may read, or a link is taken for absent. Where the file system knows no permissions, the
/// user's profile is what protects it.
final class PrivateFolder {
  private static final int MOST_BYTES = 1 << 20;

  /// More than a login takes: two tokens of at most 20,000 characters each.
  private static final int RESERVED = 64 << 10;

  private static final String LOCK = ".lock";

  /// What is not whole yet.
  private static final String NEW = ".new";

  private static final String GENERATION = "generation";
  private static final FileTime NEVER = FileTime.from(Instant.MAX);

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
    Path file = secure().resolve(name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !Ownership.isPrivateFile(file)) {
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
    Path folder = secure();
    Path unfinished = Files.createTempFile(folder, NEW, "", attributes(folder));
    try {
      Files.write(unfinished, content);
      replace(unfinished, folder.resolve(name));
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /// Room for a file, on the disk already, so that writing it cannot fail for want of room.
  ///
  /// @param unfinished the file, as large as any login
  record Room(Path unfinished) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      Files.deleteIfExists(unfinished);
    }
  }

  /// @throws IOException when the disk is full
  Room reserve() throws IOException {
    Path folder = secure();
    Path unfinished = Files.createTempFile(folder, NEW, "", attributes(folder));
    try {
      Files.write(unfinished, new byte[RESERVED]);
      return new Room(unfinished);
    } catch (IOException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
  }

  /// As [#write(String,byte[],String)], in `room`.
  boolean write(String name, byte[] content, Room room, String generation)
      throws IOException, Failure {
    if (content.length > RESERVED) {
      return write(name, content, generation);
    }
    return inGeneration(
        generation,
        () -> {
          fill(room.unfinished(), content);
          replace(room.unfinished(), secure().resolve(name));
        });
  }

  private static void fill(Path room, byte[] content) throws IOException {
    try (FileChannel channel = FileChannel.open(room, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.truncate(content.length);
    }
  }

  private static void replace(Path unfinished, Path file) throws IOException {
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Whether there was one.
  boolean delete(String name) throws IOException {
    return Files.deleteIfExists(secure().resolve(name));
  }

  /// Deletes all files whose names begin so. Returns how many there were, without locks.
  int deleteAll(String prefix) throws IOException {
    return deleteAll(prefix, NEVER);
  }

  /// The same, for files that were last written longer before the file `than` than `age`: by the
  /// file system's own clock, which may be another than this program's.
  int deleteOlder(String prefix, String than, Duration age) throws IOException {
    Instant written = lastWritten(path(than)).toInstant();
    return written.equals(NEVER.toInstant())
        ? 0
        : deleteAll(prefix, FileTime.from(written.minus(age)));
  }

  private int deleteAll(String prefix, FileTime time) throws IOException {
    int deleted = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(secure(), prefix + "*")) {
      for (Path file : files) {
        boolean lock = file.toString().endsWith(LOCK);
        if (lastWritten(file).compareTo(time) <= 0 && Files.deleteIfExists(file) && !lock) {
          deleted++;
        }
      }
    }
    return deleted;
  }

  /// How many files there are whose names begin so, without locks.
  int count(String prefix) throws IOException {
    int count = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(secure(), prefix + "*")) {
      for (Path file : files) {
        count += file.toString().endsWith(LOCK) ? 0 : 1;
      }
    }
    return count;
  }

  private static FileTime lastWritten(Path file) throws IOException {
    try {
      return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException _) {
      // Another process deleted it.
      return NEVER;
    }
  }

  /// Stays the same until [#forget], or until somebody deletes the folder.
  String generation() throws IOException {
    Path file = secure().resolve(GENERATION);
    try {
      Files.createFile(file, attributes(file));
    } catch (FileAlreadyExistsException _) {
      // The usual case.
    }
    BasicFileAttributes is =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return is.fileKey() + " " + is.lastModifiedTime();
  }

  /// As [#write], if `generation` is still the present one; whether it was.
  boolean write(String name, byte[] content, String generation) throws IOException, Failure {
    return inGeneration(generation, () -> write(name, content));
  }

  private interface Writing {
    void run() throws IOException;
  }

  private boolean inGeneration(String generation, Writing writing) throws IOException, Failure {
    return locked(
        GENERATION,
        () -> {
          boolean present = generation().equals(generation);
          if (present) {
            writing.run();
          }
          return present;
        });
  }

  /// Begins a new generation: what was asked for before it is not written after it. Runs `deletion`
  /// before anything is. What a process left behind that ended before it could finish goes too.
  <T> T forget(Alone<T> deletion) throws IOException, Failure {
    return locked(
        GENERATION,
        () -> {
          delete(GENERATION);
          deleteAll(NEW + "[0-9]");
          return deletion.run();
        });
  }

  /// Runs `alone` while no other thread and no other process does so under the same name. A lock
  /// ends with its process, however that ends.
  <T> T locked(String name, Alone<T> alone) throws IOException, Failure {
    Path file = secure().resolve(name + LOCK);
    ReentrantLock between = LOCKS.computeIfAbsent(file, _ -> new ReentrantLock());
    between.lock();
    try (FileChannel channel =
            FileChannel.open(
                file,
                Set.of(
                    StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                attributes(file));
        FileLock _ = channel.lock()) {
      return alone.run();
    } finally {
      between.unlock();
    }
  }

  private Path secure() throws IOException {
    if (root.startsWith(Surroundings.NO_HOME)) {
      throw new IOException("no home folder is known: set HOME or BREVET_CACHE");
    }
    return Ownership.folder(root);
  }

  private static FileAttribute<?>[] attributes(Path path) {
    return Ownership.attributes(path, Ownership.FILE);
  }
}
