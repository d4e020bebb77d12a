package dev.brevet.catalogue;

import module java.base;

import dev.brevet.iam.Action;

/// Reads the lines of one service. The form is told in `src/build/catalogue/catalogue.mjs`.
final class CatalogueText {
  private String prefix = "";
  private String name = "";
  private final List<ConditionKey> keys = new ArrayList<>();
  private final List<ResourceType> types = new ArrayList<>();
  private final List<CataloguedAction> actions = new ArrayList<>();

  private CatalogueText() {}

  static CataloguedService service(String text) {
    CatalogueText reading = new CatalogueText();
    text.lines().map(line -> line.split("\t", -1)).forEach(reading::line);
    return new CataloguedService(
        reading.prefix, reading.name, reading.actions, reading.types, reading.keys);
  }

  private void line(String[] field) {
    switch (field[0]) {
      case "S" -> {
        prefix = field[1];
        name = field[2];
      }
      case "K" -> keys.add(ConditionKey.of(field[1], field[2]));
      case "R" -> types.add(new ResourceType(field[1], arns(field[2]), keys(field(field, 3))));
      case "A" -> actions.add(action(field));
      default ->
          throw new IllegalArgumentException("not a line of the catalogue: `" + field[0] + "`");
    }
  }

  /// The reference writes the forms of a type's ARN beside each other.
  private static List<String> arns(String forms) {
    return List.of(forms.split(", (?=arn:)", -1));
  }

  private CataloguedAction action(String[] field) {
    Set<AccessLevel> levels =
        field[2].chars().mapToObj(AccessLevel::of).collect(Collectors.toUnmodifiableSet());
    return new CataloguedAction(
        new Action(prefix, field[1]),
        levels,
        parts(";", field(field, 3)).map(this::target).toList(),
        keys(field(field, 4)),
        parts(",", field(field, 5)).map(text -> Action.parse(text).orElseThrow()).toList());
  }

  private CataloguedAction.Target target(String text) {
    int colon = text.indexOf(':');
    String type = colon < 0 ? text : text.substring(0, colon);
    boolean required = type.endsWith("*");
    return new CataloguedAction.Target(
        types.get(Integer.parseInt(required ? type.substring(0, type.length() - 1) : type)),
        required,
        colon < 0 ? List.of() : keys(text.substring(colon + 1)));
  }

  private List<ConditionKey> keys(String text) {
    return parts(",", text).map(place -> keys.get(Integer.parseInt(place))).toList();
  }

  private static Stream<String> parts(String separator, String text) {
    return text.isEmpty() ? Stream.empty() : Arrays.stream(text.split(separator, -1));
  }

  /// Empty fields at a line's end are not written.
  private static String field(String[] fields, int place) {
    return place < fields.length ? fields[place] : "";
  }
}
