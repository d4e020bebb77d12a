package dev.brevet.local;

import module java.base;

/// Files with keys and tokens in them, which nobody else on the machine can read.
final class PrivateFile {
  private PrivateFile() {}

  /// Writes `text` to `file`, over what is there; makes its folder.
  static void write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.deleteIfExists(file);
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
