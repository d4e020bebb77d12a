package dev.brevet.cli.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import module java.base;

import dev.brevet.json.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFolderTest {
  @TempDir private Path home;

  @Test
  void linkThatIsSwapped_leadsNothingElsewhere() throws Exception {
    Path ours = folder("ours", "rwx------");
    Path theirs = folder("theirs", "rwxrwxrwx");
    Path link = Files.createSymbolicLink(home.resolve("link"), ours);
    AtomicBoolean over = new AtomicBoolean();
    Thread attacker = Thread.ofPlatform().start(() -> swap(link, List.of(ours, theirs), over));
    int written = 0;
    try {
      for (int i = 0; i < 20_000 && written < 500; i++) {
        try {
          new PrivateFolder(link).write("session-1", new byte[] {1});
          written++;
        } catch (IOException _) {
          // The link led elsewhere when it was asked.
        }
      }
    } finally {
      over.set(true);
      attacker.join();
    }

    assertTrue(written > 0, "never written");
    try (var files = Files.list(theirs)) {
      assertEquals(List.of(), files.toList());
    }
  }

  private Path folder(String name, String mode) throws IOException {
    Path folder = Files.createDirectory(home.resolve(name));
    return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
  }

  private void swap(Path link, List<Path> targets, AtomicBoolean over) {
    try {
      for (int i = 0; !over.get(); i++) {
        Path next = Files.createSymbolicLink(home.resolve("next"), targets.get(i % 2));
        Files.move(next, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsNotWholeYet_isItsOwnersAlone() throws IOException {
    PrivateFolder folder = new PrivateFolder(home.resolve("kept"));
    try (PrivateFolder.Room room = folder.reserve("login-1")) {
      assertTrue(room.unfinished().getFileName().toString().startsWith(".new-login-1-"));
      assertEquals(
          PosixFilePermissions.fromString("rw-------"),
          Files.getPosixFilePermissions(room.unfinished()));
    }
  }

  @Test
  void generationOfAnOlderVersion_isDeleted() throws IOException {
    Path kept = folder("kept", "rwx------");
    Path old = Files.createFile(kept.resolve("generation"));
    new PrivateFolder(kept).generation("session");

    assertFalse(Files.exists(old));
    assertTrue(Files.exists(kept.resolve("generation-session")));
  }

  @Test
  void folderThatCouldNotBeUsed_isNotMade() throws IOException {
    Path open = folder("open", "rwxrwxrwx");
    assertThrows(IOException.class, () -> new PrivateFolder(open.resolve("a/b")).read("c"));
    assertFalse(Files.exists(open.resolve("a")));

    assumeTrue(
        System.getProperty("user.name").equals("root"),
        "skipped: only root can give a folder to another user");
    Path other = folder("other", "rwxr-xr-x");
    Files.setOwner(
        other,
        other.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    assertThrows(IOException.class, () -> new PrivateFolder(other.resolve("a/b")).read("c"));
    assertFalse(Files.exists(other.resolve("a")));
  }

  @Test
  void userWithoutAHome_keepsNothing() {
    Path cache = Environment.NO_HOME.resolve(".cache/brevet");
    IOException refused =
        assertThrows(IOException.class, () -> new PrivateFolder(cache).read("session-1"));

    assertTrue(refused.getMessage().contains("set HOME"), refused.getMessage());
  }

  /// A login is locked for as long as its refresh takes, and its lock may be as old as the login.
  @Test
  void lockThatIsOld_isNotDeletedWithOldEntries() throws Exception {
    PrivateFolder folder = new PrivateFolder(folder("locks", "rwx------"));
    List<CacheEntry> entries =
        IntStream.range(0, 300)
            .mapToObj(i -> new CacheEntry(folder, "session", "token " + i))
            .toList();
    for (CacheEntry entry : entries) {
      entry.locked(() -> entry.write(JsonValue.of(Map.of()), entry.generation()));
    }
    Set<Path> locks = locks();
    assertTrue(locks.size() <= 65, locks.toString());
    try (var files = Files.list(home.resolve("locks"))) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(1_000_000)));
      }
    }

    CacheEntry last = entries.getLast();
    last.write(JsonValue.of(Map.of()), last.generation());
    last.deleteOthersOlderThan(Duration.ofDays(1));

    assertEquals(1, folder.count("session-"));
    assertEquals(locks, locks());
  }

  private Set<Path> locks() throws IOException {
    try (var files = Files.list(home.resolve("locks"))) {
      return files
          .filter(file -> file.toString().endsWith(".lock"))
          .collect(Collectors.toUnmodifiableSet());
    }
  }
}
