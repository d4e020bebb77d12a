package dev.brevet.cli.environment;

import module java.base;

import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;

/// One file of the cache: a JSON object, kept for what it depends on.
///
/// The file's name has no more than a checksum of that. So the file itself says what it was kept
/// for, and is as good as none for anything else: two of one name take each other's place, and
/// nothing else comes of it. A digest that cannot be met by chance would need the JDK's security
/// providers, and to load those takes as long as all the rest
/// (`docs/decisions/0022-quick-starts.md`).
///
/// @param kind what the name begins with
/// @param keptFor all that the content depends on; no secret
public record CacheEntry(PrivateFolder folder, String kind, String keptFor) {
  private static final String KEPT_FOR = "For";
  private static final int LOCKS = 64;

  /// Empty when it is not there, cannot be trusted, is garbled, or was kept for something else.
  public Optional<JsonObject> read() throws IOException {
    return folder
        .read(name())
        .flatMap(Documents::object)
        .filter(kept -> kept.text(KEPT_FOR).filter(keptFor::equals).isPresent());
  }

  /// Of this entry only: see [PrivateFolder#generation].
  public PrivateFolder.Generation generation() throws IOException {
    return folder.generation(name());
  }

  /// See [PrivateFolder#reserve].
  public PrivateFolder.Room reserve() throws IOException {
    return folder.reserve(name());
  }

  /// Forgets this entry, also what is under way. Whether there was one.
  public boolean forget() throws IOException, Failure {
    return folder.forget(name()) > 0;
  }

  /// Writes unless this was forgotten since `generation`; whether it wrote.
  public boolean write(JsonObject content, PrivateFolder.Generation generation)
      throws IOException, Failure {
    return folder.write(name(), bytes(content), generation);
  }

  /// The same, in room that was kept for it.
  public boolean write(
      JsonObject content, PrivateFolder.Room room, PrivateFolder.Generation generation)
      throws IOException, Failure {
    return folder.write(name(), bytes(content), room, generation);
  }

  /// Deletes the entries of this kind that were written longer before this one than `age`.
  public void deleteOthersOlderThan(Duration age) throws IOException {
    folder.deleteOlder(kind + "-", name(), age);
  }

  private byte[] bytes(JsonObject content) {
    Map<String, JsonValue> json = new LinkedHashMap<>();
    content.members().forEach(member -> json.put(member.name(), member.value()));
    json.put(KEPT_FOR, JsonValue.of(keptFor));
    return JsonText.compact(JsonValue.of(json)).getBytes(StandardCharsets.UTF_8);
  }

  /// Whether there was one.
  public boolean delete() throws IOException {
    return folder.delete(name());
  }

  /// Runs `alone` while no other thread and no other process does so for the same.
  ///
  /// Entries of a kind share a few locks, which are never deleted: if a lock were deleted while one
  /// process holds it, another process could enter too.
  public <T> T locked(PrivateFolder.Alone<T> alone) throws IOException, Failure {
    return folder.locked("lock-" + kind + "-" + checksum() % LOCKS, alone);
  }

  private String name() {
    return kind + "-" + HexFormat.of().toHexDigits((int) checksum());
  }

  private long checksum() {
    CRC32 checksum = new CRC32();
    checksum.update(keptFor.getBytes(StandardCharsets.UTF_8));
    return checksum.getValue();
  }
}
