package dev.brevet.cli.environment;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnershipTest {
  /// A sticky folder keeps what it holds from others; a sticky file is a file.
  @Test
  void stickyBit_protectsNoFile(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("config.properties"));
    Files.setAttribute(file, "unix:mode", 0600);
    assertFalse(Ownership.isWritableByOthers(file));
    Files.setAttribute(file, "unix:mode", 0666);
    assertTrue(Ownership.isWritableByOthers(file));
    Files.setAttribute(file, "unix:mode", 01666);
    assertTrue(Ownership.isWritableByOthers(file));
  }

  @Test
  void linkInAFolderThatOthersMayWriteTo_canBeSwapped(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("config.properties"));
    Files.setAttribute(file, "unix:mode", 0600);
    Path open = Files.createDirectory(folder.resolve("open"));
    Path link = Files.createSymbolicLink(open.resolve("config.properties"), file);
    Files.setAttribute(open, "unix:mode", 0755);
    assertFalse(Ownership.isWritableByOthers(link));
    Files.setAttribute(open, "unix:mode", 0777);
    assertTrue(Ownership.isWritableByOthers(link));
  }
}
