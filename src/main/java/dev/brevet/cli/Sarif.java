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
    Map<String, JsonValue> result = new LinkedHashMap<>();
    result.put("ruleId", JsonValue.of(id));
    result.put("ruleIndex", JsonValue.of(rules.indexOf(id)));
    result.put(
        "level",
        JsonValue.of(
            switch (finding.text("severity").orElse("")) {
              case "error" -> "error";
              case "warning" -> "warning";
              default -> "note";
            }));
    result.put("message", text(finding.text("why").orElse(id)));
    result.put("locations", JsonValue.of(List.of(location(file, finding))));
    finding
        .get("repair")
        .ifPresent(patch -> result.put("properties", JsonValue.of(Map.of("jsonPatch", patch))));
    results.add(JsonValue.of(result));
  }

  private static JsonObject location(String file, JsonObject finding) {
    JsonObject place =
        finding.get("place").flatMap(JsonValue::asObject).orElseGet(() -> JsonValue.of(Map.of()));
    Map<String, JsonValue> region = new LinkedHashMap<>();
    region.put("startLine", JsonValue.of(Documents.number(place, "line").orElse(1)));
    region.put("startColumn", JsonValue.of(Documents.number(place, "column").orElse(1)));
    Map<String, JsonValue> physical = new LinkedHashMap<>();
    physical.put("artifactLocation", JsonValue.of(Map.of("uri", JsonValue.of(uri(file)))));
    physical.put("region", JsonValue.of(region));
    Map<String, JsonValue> location = new LinkedHashMap<>();
    location.put("physicalLocation", JsonValue.of(physical));
    String pointer = place.text("pointer").orElse("");
    if (!pointer.isEmpty()) {
      location.put(
          "logicalLocations",
          JsonValue.of(List.of(JsonValue.of(Map.of("fullyQualifiedName", JsonValue.of(pointer))))));
    }
    return JsonValue.of(location);
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
    Map<String, JsonValue> driver = new LinkedHashMap<>();
    driver.put("name", JsonValue.of("brevet"));
    driver.put("version", JsonValue.of(version));
    driver.put("rules", JsonValue.of(rules.stream().map(Sarif::rule).toList()));
    Map<String, JsonValue> run = new LinkedHashMap<>();
    run.put("tool", JsonValue.of(Map.of("driver", JsonValue.of(driver))));
    run.put("columnKind", JsonValue.of("utf16CodeUnits"));
    run.put("results", JsonValue.of(results));
    Map<String, JsonValue> log = new LinkedHashMap<>();
    log.put("$schema", JsonValue.of("https://json.schemastore.org/sarif-2.1.0.json"));
    log.put("version", JsonValue.of("2.1.0"));
    log.put("runs", JsonValue.of(List.of(JsonValue.of(run))));
    return JsonValue.of(log);
  }

  /// `CONFUSED_DEPUTY` is described as `confused deputy`; each finding says the rest.
  private static JsonObject rule(String id) {
    Map<String, JsonValue> rule = new LinkedHashMap<>();
    rule.put("id", JsonValue.of(id));
    rule.put("shortDescription", text(AsciiCase.lower(id).replace('_', ' ')));
    return JsonValue.of(rule);
  }

  private static JsonObject text(String text) {
    return JsonValue.of(Map.of("text", JsonValue.of(text)));
  }
}
