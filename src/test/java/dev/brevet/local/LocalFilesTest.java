package dev.brevet.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two local worlds of one checkout, at the same time.
class LocalFilesTest {
  @TempDir private Path checkout;

  @Test
  void worldOnAnotherPort_hasFilesOfItsOwn() throws IOException {
    try (LocalWorld first = start();
        LocalWorld second = start()) {
      new LocalFiles(checkout, first).write();
      Map<String, String> before = files(folder(first));
      new LocalFiles(checkout, second).write();
      Map<String, String> others = files(folder(second));

      assertEquals(before, files(folder(first)));
      assertEquals(before.keySet(), others.keySet());
      assertTrue(others.get("env.sh").contains("BREVET_URL=" + second.url() + "\n"));
      // Each names tokens, keys or addresses of its own world.
      for (String name : before.keySet()) {
        assertFalse(before.get(name).equals(others.get(name)), name);
      }
      String welcome = Local.welcome(second);
      assertTrue(welcome.contains("source target/local/" + second.url().getPort() + "/env.sh"));
      assertEquals(
          welcome.split("target/local/", -1).length,
          welcome.split(LocalFiles.folder(second.url().getPort()) + "/", -1).length);
    }
  }

  @Test
  void usualPort_hasTheFolderOfTheReadme() {
    assertEquals("target/local", LocalFiles.folder(8787));
    assertEquals("target/local/9787", LocalFiles.folder(9787));
  }

  private Path folder(LocalWorld world) {
    return checkout.resolve(LocalFiles.folder(world.url().getPort()));
  }

  private static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (var all = Files.newDirectoryStream(folder)) {
      for (Path file : all) {
        files.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return files;
  }

  private static LocalWorld start() {
    PrintStream standard = System.out;
    // Functions take standard output as their log when they are made.
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    try {
      return LocalWorld.start(LocalOptions.inMemory(Path.of("").toAbsolutePath()));
    } finally {
      System.setOut(standard);
    }
  }
}
