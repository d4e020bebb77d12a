package dev.brevet.local;

import module java.base;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.DirectoryStore;
import dev.brevet.directory.ItemKind;
import dev.brevet.directory.document.ItemReader;
import dev.brevet.identity.TrustedIssuerDocument;
import dev.brevet.identity.dynamodb.DynamoDbIssuerStore;
import dev.brevet.json.DocumentReading;
import dev.brevet.mapping.MappingReader;
import dev.brevet.mapping.dynamodb.DynamoDbMappingStore;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The folder `samples`: accounts, issuers, identities and mappings to start with.
///
/// The files name the local issuer where it usually is, `127.0.0.1:8788`; wherever it is, they are
/// read as if they named that.
final class Samples {
  private static final String USUAL_ISSUER = "127.0.0.1:8788";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final String issuer;

  Samples(Path folder, URI issuer) {
    this.folder = folder;
    this.issuer = issuer.getAuthority();
  }

  /// The text of `iam.json`.
  String iam() {
    return text(folder.resolve("iam.json"));
  }

  /// The claims of each sample identity, by the name of its file.
  Map<String, Map<String, Object>> identities() {
    Map<String, Map<String, Object>> identities = new LinkedHashMap<>();
    for (Path file : files("identities")) {
      try {
        identities.put(name(file), JSON.readValue(text(file), new TypeReference<>() {}));
      } catch (IOException e) {
        throw new IllegalArgumentException(file + ": not JSON", e);
      }
    }
    return identities;
  }

  /// Writes mappings and issuers that are not in the tables yet; those that are stay as they are.
  ///
  /// @throws IllegalArgumentException naming a file that is not what it should be
  void load(DynamoDbClient client, String mappingsTable, String issuersTable) {
    DynamoDbIssuerStore issuers = new DynamoDbIssuerStore(client, issuersTable, true);
    for (Path file : files("issuers")) {
      switch (TrustedIssuerDocument.read(text(file), true)) {
        case DocumentReading.Readable(var read) -> issuers.put(read, 0);
        case DocumentReading.Unreadable(var problems) ->
            throw new IllegalArgumentException(file + ": " + problems);
      }
    }
    DynamoDbMappingStore mappings =
        new DynamoDbMappingStore(client, mappingsTable, InstantSource.system(), _ -> {});
    for (Path file : files("mappings")) {
      switch (MappingReader.read(text(file))) {
        case DocumentReading.Readable(var mapping) -> mappings.put(mapping, 0);
        case DocumentReading.Unreadable(var problems) ->
            throw new IllegalArgumentException(file + ": " + problems);
      }
    }
  }

  /// Writes the certification fixture of the authorization API, the programs that ask about it, and
  /// an API behind the authorizer, as far as they are not in the directory yet.
  ///
  /// @throws IllegalArgumentException naming a file that is not what it should be
  void load(DirectoryStore directory) {
    Map<String, ItemKind> kinds = new LinkedHashMap<>();
    kinds.put("entities", ItemKind.ENTITY);
    kinds.put("groups", ItemKind.GROUP);
    kinds.put("policies", ItemKind.POLICY);
    kinds.put("attachments", ItemKind.ATTACHMENT);
    kinds.put("enforcementPoints", ItemKind.ENFORCEMENT_POINT);
    for (String name : List.of("certification.json", "programs.json")) {
      Path file = folder.resolve("authzen").resolve(name);
      if (Files.exists(file)) {
        List<DirectoryStore.Edit> edits = new ArrayList<>();
        kinds.forEach(
            (member, kind) ->
                json(file).path(member).forEach(node -> edits.add(put(file, kind, node))));
        edits.removeIf(edit -> directory.find(edit.key()).isPresent());
        if (!edits.isEmpty()) {
          directory.write(edits, directory.stamp());
        }
      }
    }
    for (Path file : files("directory")) {
      try {
        DirectorySamples.load(text(file), directory);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
      }
    }
  }

  private static DirectoryStore.Edit put(Path file, ItemKind kind, JsonNode node) {
    return switch (ItemReader.read(kind, node.toString())) {
      case DocumentReading.Readable(DirectoryItem item) -> new DirectoryStore.Edit.Put(item, 0);
      case DocumentReading.Unreadable<DirectoryItem> unreadable ->
          throw new IllegalArgumentException(file + ": " + unreadable);
    };
  }

  private JsonNode json(Path file) {
    try {
      return JSON.readTree(text(file));
    } catch (IOException e) {
      throw new IllegalArgumentException(file + ": not JSON", e);
    }
  }

  private List<Path> files(String kind) {
    Path in = folder.resolve(kind);
    if (!Files.isDirectory(in)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(in)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String text(Path file) {
    try {
      return Files.readString(file).replace(USUAL_ISSUER, issuer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - ".json".length());
  }
}
