package dev.brevet.cli;

import module java.base;

import dev.brevet.cli.LintCommand.Checked;
import dev.brevet.cli.environment.Documents;
import dev.brevet.iam.AsciiCase;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;

/// Findings as code scanning reads them. Source: OASIS, Static Analysis Results Interchange Format
/// (SARIF) Version 2.1.0.
final class Sarif {
  private final List<String> rules = new ArrayList<>();
  private final List<JsonObject> results = new ArrayList<>();

  private Sarif() {}

  /// The log of one run. Lines and columns count from 1, columns in UTF-16 units.
  static JsonObject of(List<Checked> checked, String version) {
    Sarif sarif = new Sarif();
    checked.forEach(file -> file.findings().forEach(finding -> sarif.add(file.file(), finding)));
    return sarif.log(version);
  }

  private void add(String file, JsonObject finding) {
    String id = finding.text("id").orElse("");
    if (!rules.contains(id)) {
      rules.add(id);
    }
    String level =
        switch (finding.text("severity").orElse("")) {
          case "error" -> "error";
          case "warning" -> "warning";
          default -> "note";
        };
    results.add(
        JsonValue.object()
            .with("ruleId", id)
            .with("ruleIndex", rules.indexOf(id))
            .with("level", level)
            .with("message", text(finding.text("why").orElse(id)))
            .with("locations", JsonValue.of(List.of(location(file, finding))))
            .with(
                "properties",
                finding.get("repair").map(patch -> JsonValue.object().with("jsonPatch", patch))));
  }

  private static JsonObject location(String file, JsonObject finding) {
    JsonObject place = finding.object("place");
    JsonObject region =
        JsonValue.object()
            .with("startLine", Documents.number(place, "line").orElse(1))
            .with("startColumn", Documents.number(place, "column").orElse(1));
    JsonObject physical =
        JsonValue.object()
            .with("artifactLocation", JsonValue.object().with("uri", uri(file)))
            .with("region", region);
    return JsonValue.object()
        .with("physicalLocation", physical)
        .with(
            "logicalLocations",
            place
                .text("pointer")
                .filter(pointer -> !pointer.isEmpty())
                .map(pointer -> JsonValue.object().with("fullyQualifiedName", pointer))
                .map(logical -> JsonValue.of(List.of(logical))));
  }

  /// A relative reference stays one, so that it is found in whatever checkout reads it.
  private static String uri(String file) {
    if (file.equals("-")) {
      return "stdin";
    }
    Path path = Path.of(file);
    try {
      return path.isAbsolute()
          ? path.toUri().toString()
          : new URI(null, null, path.toString().replace('\\', '/'), null).getRawPath();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonObject log(String version) {
    JsonObject driver =
        JsonValue.object()
            .with("name", "brevet")
            .with("version", version)
            .with("rules", JsonValue.of(rules.stream().map(Sarif::rule).toList()));
    JsonObject run =
        JsonValue.object()
            .with("tool", JsonValue.object().with("driver", driver))
            .with("columnKind", "utf16CodeUnits")
            .with("results", JsonValue.of(results));
    return JsonValue.object()
        .with("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
        .with("version", "2.1.0")
        .with("runs", JsonValue.of(List.of(run)));
  }

  /// `CONFUSED_DEPUTY` is described as `confused deputy`; each finding says the rest.
  private static JsonObject rule(String id) {
    return JsonValue.object()
        .with("id", id)
        .with("shortDescription", text(AsciiCase.lower(id).replace('_', ' ')));
  }

  private static JsonObject text(String text) {
    return JsonValue.object().with("text", text);
  }
}
