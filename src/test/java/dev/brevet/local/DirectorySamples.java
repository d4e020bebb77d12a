package dev.brevet.local;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.DirectoryStore;
import dev.brevet.directory.ItemKind;
import dev.brevet.directory.Tries;
import dev.brevet.directory.document.ItemReader;
import dev.brevet.directory.document.PolicyDraft;
import dev.brevet.directory.editor.DirectoryEditor;
import dev.brevet.json.DocumentReading;

/// Files of the directory's things, by kind: `{"entities": [...], "groups": [...], ...}`, as the
/// administration takes them.
final class DirectorySamples {
  private static final ObjectMapper JSON = new ObjectMapper();

  // What others name comes first.
  private static final Map<String, ItemKind> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put("entities", ItemKind.ENTITY);
    KINDS.put("groups", ItemKind.GROUP);
    KINDS.put("policies", ItemKind.POLICY);
    KINDS.put("attachments", ItemKind.ATTACHMENT);
    KINDS.put("boundaries", ItemKind.BOUNDARY);
    KINDS.put("enforcementPoints", ItemKind.ENFORCEMENT_POINT);
    KINDS.put("apis", ItemKind.API);
  }

  private DirectorySamples() {}

  /// Writes what is not there yet.
  ///
  /// @throws IllegalArgumentException when something in it is not what it should be
  static void load(String text, DirectoryStore store) {
    JsonNode all;
    try {
      all = JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON", e);
    }
    all.fieldNames()
        .forEachRemaining(
            name -> {
              if (!KINDS.containsKey(name)) {
                throw new IllegalArgumentException("not a kind: " + name);
              }
            });
    DirectoryEditor editor = new DirectoryEditor(store, Tries.of(8));
    KINDS.forEach(
        (name, kind) -> all.path(name).forEach(each -> put(kind, each.toString(), editor, store)));
  }

  private static void put(
      ItemKind kind, String json, DirectoryEditor editor, DirectoryStore store) {
    boolean draft =
        kind == ItemKind.POLICY && json.contains("\"policy\":") && !json.contains("\"versions\":");
    DocumentReading<DirectoryItem> reading =
        draft ? PolicyDraft.read(json, Optional.empty()) : ItemReader.read(kind, json);
    switch (reading) {
      case DocumentReading.Unreadable<DirectoryItem> unreadable ->
          throw new IllegalArgumentException(unreadable.summary() + ": " + json);
      case DocumentReading.Readable(DirectoryItem item) -> {
        if (store.find(item.key()).isEmpty()
            && !(editor.put(item, 0) instanceof DirectoryEditor.Outcome.Written)) {
          throw new IllegalArgumentException("not written: " + json);
        }
      }
    }
  }
}
