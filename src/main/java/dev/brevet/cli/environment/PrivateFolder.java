package dev.brevet.cli.environment;

import module java.base;

/// A folder that only its owner may look into (0700), of files that only their owner may read
/// (0600).
///
/// A folder is used only if nobody but this user and root can change what is in it or what its path
/// leads to; a folder that is there already keeps its mode, and is refused if that is another. The
/// launcher `bin/brevet` checks the same before it lets Java load code from the folder. A file is
/// there whole or not at all, also while several processes write. A file of another user, one that
/// others may read, or a link is taken for absent. Where the file system knows no permissions, the
/// user's profile is what protects it.
public final class PrivateFolder {
  private static final int MOST_BYTES = 1 << 20;

  /// More than a login takes: two tokens of at most 20,000 characters each, which JSON may double.
  private static final int RESERVED = 128 << 10;

  /// Longer than any sign-in takes.
  private static final Duration ABANDONED = Duration.ofDays(1);

  private static final String LOCK = ".lock";

  /// What is not whole yet.
  private static final String NEW = ".new";

  private static final String GENERATION = "generation-";
  private static final String GENERATIONS = "generation";

  private static final FileTime NEVER = FileTime.from(Instant.MAX);

  /// File locks are between processes; these are between the threads of this one.
  private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

  private final Path root;

  PrivateFolder(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /// An action that runs while no other does so under the same lock.
  public interface Alone<T> {
    T run() throws IOException, Failure;
  }

  public Path path(String name) {
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
  public void write(String name, byte[] content) throws IOException {
    try (Room room = unfinished(name)) {
      fill(room, content);
      replace(room, name);
    }
  }

  /// A file that is not whole yet.
  public record Room(Path unfinished) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      Files.deleteIfExists(unfinished);
    }
  }

  private Room unfinished(String name) throws IOException {
    Path folder = secure();
    return new Room(Files.createTempFile(folder, NEW + "-" + name + "-", "", attributes(folder)));
  }

  /// Room for the file `name`, on the disk already, so that writing it cannot fail for want of
  /// room.
  ///
  /// @throws IOException when the disk is full
  Room reserve(String name) throws IOException {
    Room room = unfinished(name);
    try {
      // Also where the user ends the program.
      room.unfinished().toFile().deleteOnExit();
      fill(room, new byte[RESERVED]);
      deleteOlder(NEW + "-" + name, room.unfinished().getFileName().toString(), ABANDONED);
      return room;
    } catch (IOException e) {
      room.close();
      throw e;
    }
  }

  /// Writes in `room`, if `generation` is still the present one; whether it was.
  public boolean write(String name, byte[] content, Room room, Generation generation)
      throws IOException, Failure {
    return inGeneration(
        generation,
        () -> {
          fill(room, content);
          replace(room, name);
        });
  }

  /// Some file systems say only then that there is no room.
  private static void fill(Room room, byte[] content) throws IOException {
    try (FileChannel channel = FileChannel.open(room.unfinished(), StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.truncate(content.length);
      channel.force(false);
    }
  }

  private void replace(Room room, String name) throws IOException {
    Files.move(
        room.unfinished(),
        secure().resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /// Whether there was one.
  public boolean delete(String name) throws IOException {
    return Files.deleteIfExists(secure().resolve(name));
  }

  /// Deletes all files whose names begin so, but no locks: a process may hold one. Returns how many
  /// files there were.
  public int deleteAll(String prefix) throws IOException {
    int deleted = 0;
    for (Path file : files(prefix)) {
      if (!isLock(file) && Files.deleteIfExists(file)) {
        deleted++;
      }
    }
    return deleted;
  }

  /// Deletes files and locks whose names begin so and that were last written longer before the file
  /// `than` than `age`: by the file system's own clock, which may be another than this program's.
  void deleteOlder(String prefix, String than, Duration age) throws IOException {
    Instant written = lastWritten(path(than)).toInstant();
    if (!written.equals(NEVER.toInstant())) {
      FileTime time = FileTime.from(written.minus(age));
      for (Path file : files(prefix)) {
        if (lastWritten(file).compareTo(time) <= 0) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /// How many files there are whose names begin so, without locks.
  public int count(String prefix) throws IOException {
    return (int) files(prefix).stream().filter(file -> !isLock(file)).count();
  }

  private List<Path> files(String prefix) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(secure(), prefix + "*")) {
      return StreamSupport.stream(files.spliterator(), false).toList();
    }
  }

  private static boolean isLock(Path file) {
    return file.toString().endsWith(LOCK);
  }

  private static FileTime lastWritten(Path file) throws IOException {
    try {
      return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException _) {
      // Another process deleted it.
      return NEVER;
    }
  }

  /// What was kept under names that begin with `of`, between two times that it was forgotten.
  public record Generation(String of, String is) {}

  /// Stays the same until [#forget] of it, or until the folder is deleted. Must be read before
  /// anything that is kept is read.
  public Generation generation(String of) throws IOException {
    Path file = secure().resolve(GENERATION + of);
    try {
      Files.createFile(file, attributes(file));
      // An older version had one of this name for all.
      delete(GENERATIONS);
    } catch (FileAlreadyExistsException _) {
      // The usual case.
    }
    BasicFileAttributes is =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return new Generation(of, is.fileKey() + " " + is.lastModifiedTime());
  }

  /// As [#write], if `generation` is still the present one; whether it was.
  public boolean write(String name, byte[] content, Generation generation)
      throws IOException, Failure {
    return inGeneration(generation, () -> write(name, content));
  }

  private interface Writing {
    void run() throws IOException;
  }

  private boolean inGeneration(Generation generation, Writing writing) throws IOException, Failure {
    return locked(
        GENERATIONS,
        () -> {
          boolean present = generation(generation.of()).equals(generation);
          if (present) {
            writing.run();
          }
          return present;
        });
  }

  /// Deletes what is kept under names that begin with `prefix`, and what a process left behind that
  /// ended before that was whole. Then begins new generations of it: what was asked for before is
  /// not written after. Returns how many files there were.
  public int forget(String prefix) throws IOException, Failure {
    return locked(
        GENERATIONS,
        () -> {
          try {
            deleteAll(NEW + "-" + prefix);
            return deleteAll(prefix);
          } finally {
            deleteAll(GENERATION + prefix);
          }
        });
  }

  /// Runs `alone` while no other thread and no other process does so under the same name. A lock
  /// ends with its process, however that ends.
  public <T> T locked(String name, Alone<T> alone) throws IOException, Failure {
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
    if (root.startsWith(Environment.NO_HOME)) {
      throw new IOException("no home folder is known: set HOME or BREVET_CACHE");
    }
    return Ownership.folder(root);
  }

  private static FileAttribute<?>[] attributes(Path path) {
    return Ownership.attributes(path, Ownership.FILE);
  }
}
