package dev.brevet.workload;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.catalogue.CataloguedAction;
import dev.brevet.catalogue.CataloguedAction.Target;
import dev.brevet.json.JsonReader;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonArray;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.JsonString;
import dev.brevet.json.JsonValue.Member;

/// A definition of one or two states with holes: values of its arguments, or parts of them, that
/// are filled with expressions, placeholders or texts.
final class GeneratedDefinition {
  /// What stands in the holes.
  enum Mode {
    KNOWN,
    AT_RUN_TIME,
    PLACEHOLDER,
    PLACEHOLDER_IN_NAME
  }

  /// An integration with literal arguments, from AWS's templates.
  private record Call(String resource, JsonObject parameters) {}

  /// A hole within a text.
  private record Hole(String before, String after, int number) {}

  private static final List<Call> OPTIMISED = optimised();
  private static final List<String> OBJECT_CALLS =
      List.of(
          "s3:getObject",
          "s3:putObject",
          "s3:deleteObject",
          "s3:headObject",
          "s3:selectObjectContent",
          "s3:getObjectTagging",
          "s3:listObjectsV2",
          "s3:listMultipartUploads",
          "s3:copyObject",
          "s3:uploadPartCopy");

  private final Random random;
  private final boolean jsonata;
  private final boolean tighter;
  private final IdentityHashMap<JsonValue, Hole> holes = new IdentityHashMap<>();
  private final IdentityHashMap<Member, Integer> names = new IdentityHashMap<>();
  private final IdentityHashMap<JsonValue, Boolean> whole = new IdentityHashMap<>();
  private final Map<String, JsonObject> states = new LinkedHashMap<>();
  private final Map<String, String> values = new TreeMap<>();
  private int number;

  GeneratedDefinition(Random random, Catalogue catalogue) {
    this.random = random;
    this.jsonata = random.nextBoolean();
    this.tighter = random.nextBoolean();
    int count = 1 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      JsonObject state = random.nextInt(8) == 0 ? map() : task(catalogue);
      states.put("T" + i, state);
      pierce(state, false);
    }
  }

  boolean isTighter() {
    return tighter;
  }

  /// The definition with its holes filled.
  ///
  /// @param text what they are filled with when known
  String text(Mode mode, String text) {
    StringBuilder out = new StringBuilder("{\"StartAt\":\"T0\",\"States\":{");
    states.forEach(
        (name, state) -> {
          out.append(out.charAt(out.length() - 1) == '{' ? "" : ",");
          out.append('"').append(name).append("\":");
          write(state, mode, text, out);
        });
    return out.append("}}").toString();
  }

  /// The values of its placeholders with which it is as [#text] with `known` is.
  Map<String, String> values(String known) {
    Map<String, String> all = new TreeMap<>();
    values.forEach((name, value) -> all.put(name, value.equals("") ? known : value));
    return all;
  }

  @Override
  public String toString() {
    return (jsonata ? "JSONata" : "JSONPath") + (tighter ? ", tighter" : "");
  }

  private JsonObject task(Catalogue catalogue) {
    Call call =
        switch (random.nextInt(8)) {
          case 0, 1, 2 -> OPTIMISED.get(random.nextInt(OPTIMISED.size()));
          case 3 -> objectCall();
          case 4 -> nestedBucket();
          default -> sdk(catalogue);
        };
    Map<String, JsonValue> state = new LinkedHashMap<>();
    state.put("Type", JsonValue.of("Task"));
    state.put("Resource", JsonValue.of(call.resource()));
    state.put(jsonata ? "Arguments" : "Parameters", call.parameters());
    if (random.nextInt(12) == 0) {
      state.put(
          "Credentials", object(Map.of("RoleArn", "arn:aws:iam::444455556666:role/path/Other")));
    }
    return JsonValue.of(state);
  }

  private static Call call(String name, Map<String, String> parameters) {
    return new Call("arn:aws:states:::aws-sdk:" + name, object(parameters));
  }

  private Call objectCall() {
    Map<String, String> parameters = new TreeMap<>(Map.of("Bucket", "shop", "Key", "a/b"));
    String name = OBJECT_CALLS.get(random.nextInt(OBJECT_CALLS.size()));
    if (name.contains("opy")) {
      parameters.put("CopySource", "old/x/y");
    }
    return call(name, parameters);
  }

  private Call nestedBucket() {
    JsonObject object = object(Map.of("Bucket", "photos", "Name", "in/cat.jpg"));
    return random.nextBoolean()
        ? new Call(
            "arn:aws:states:::aws-sdk:rekognition:detectLabels",
            JsonValue.of(Map.of("Image", JsonValue.of(Map.of("S3Object", object)))))
        : new Call(
            "arn:aws:states:::aws-sdk:transcribe:startTranscriptionJob",
            JsonValue.of(
                Map.of(
                    "TranscriptionJobName",
                    JsonValue.of("job"),
                    "Media",
                    object(Map.of("MediaFileUri", "s3://films/in/a.mp4")))));
  }

  /// An action of any service, with parameters that tell its resources, by name or ARN, and one
  /// that tells nothing.
  private Call sdk(Catalogue catalogue) {
    List<String> prefixes = new ArrayList<>(new TreeSet<>(catalogue.prefixes()));
    String prefix =
        random.nextBoolean()
            ? List.of("dynamodb", "lambda", "sqs", "iam", "secretsmanager", "kms", "glue", "rds")
                .get(random.nextInt(8))
            : prefixes.get(random.nextInt(prefixes.size()));
    List<CataloguedAction> actions = catalogue.service(prefix).orElseThrow().actions();
    CataloguedAction action = actions.get(random.nextInt(actions.size()));
    String name = action.action().name();
    Map<String, String> parameters = new TreeMap<>();
    for (Target target : action.targets()) {
      String arn = target.type().arn();
      for (String variable : variables(arn)) {
        String at = List.of("", "Source", "Target").get(random.nextInt(3));
        parameters.put(at + variable, "thing");
      }
      if (random.nextInt(3) == 0) {
        parameters.put(
            upper(target.type().name().replaceAll("[^A-Za-z]", "")) + "Arn",
            arn.replace("${Partition}", "aws")
                .replace("${Region}", "eu-west-1")
                .replace("${Account}", "111122223333")
                .replaceAll("\\$\\{[^}]*}", "thing"));
      }
    }
    for (Map.Entry<String, String> known :
        // In an order of its own: that of `Map.of` differs between runs with one seed.
        new TreeMap<>(
                Map.of(
                    "TableName", "orders",
                    "FunctionName", "charge",
                    "Qualifier", "PROD",
                    "QueueUrl", "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs",
                    "StateMachineArn", "arn:aws:states:eu-west-1:111122223333:stateMachine:Child",
                    "SecretId", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db",
                    "KeyId", "arn:aws:kms:eu-west-1:111122223333:key/k",
                    "JobName", "nightly"))
            .entrySet()) {
      if (random.nextInt(4) == 0) {
        parameters.put(known.getKey(), known.getValue());
      }
    }
    parameters.put("Description", "arn:aws:iam::111122223333:role/admin");
    String service =
        switch (prefix) {
          case "states" -> "sfn";
          default -> prefix;
        };
    return call(
        service + ":" + Character.toLowerCase(name.charAt(0)) + name.substring(1), parameters);
  }

  private static List<String> variables(String arn) {
    List<String> names = new ArrayList<>();
    Matcher matcher = Pattern.compile("\\$\\{([^}]*)}").matcher(arn);
    while (matcher.find()) {
      if (!List.of("Partition", "Region", "Account").contains(matcher.group(1))) {
        names.add(matcher.group(1));
      }
    }
    return names;
  }

  private JsonObject map() {
    Map<String, JsonValue> state = new LinkedHashMap<>();
    state.put("Type", JsonValue.of("Map"));
    if (random.nextBoolean()) {
      state.put("Label", JsonValue.of("Rows"));
    }
    String arguments = jsonata ? "Arguments" : "Parameters";
    state.put(
        "ItemReader",
        random.nextBoolean()
            ? JsonValue.of(
                Map.of(
                    "Resource",
                    JsonValue.of("arn:aws:states:::s3:listObjectsV2"),
                    arguments,
                    object(Map.of("Bucket", "lists", "Prefix", "day/"))))
            : JsonValue.of(
                Map.of(
                    "Resource",
                    JsonValue.of("arn:aws:states:::s3:getObject"),
                    "ReaderConfig",
                    object(Map.of("InputType", random.nextBoolean() ? "MANIFEST" : "CSV")),
                    arguments,
                    object(Map.of("Bucket", "lists", "Key", "a/manifest.json")))));
    state.put(
        "ResultWriter",
        JsonValue.of(
            Map.of(
                "Resource",
                JsonValue.of("arn:aws:states:::s3:putObject"),
                arguments,
                object(Map.of("Bucket", "results", "Prefix", "out")))));
    state.put(
        "ItemProcessor",
        JsonValue.of(
            Map.of(
                "ProcessorConfig",
                object(Map.of("Mode", "DISTRIBUTED", "ExecutionType", "STANDARD")),
                "StartAt",
                JsonValue.of("P" + states.size()),
                "States",
                JsonValue.of(Map.of("P" + states.size(), object(Map.of("Type", "Pass")))))));
    return JsonValue.of(state);
  }

  /// Makes holes in what `value` says of arguments.
  private void pierce(JsonValue value, boolean inArguments) {
    switch (value) {
      case JsonObject object -> {
        for (Member member : object.members()) {
          boolean within =
              inArguments
                  || List.of("Arguments", "Parameters", "Credentials").contains(member.name());
          if (inArguments && random.nextInt(8) == 0) {
            names.put(member, number);
            values.put("N" + number++, member.name());
          }
          if (inArguments && !(member.value() instanceof JsonString) && random.nextInt(6) == 0) {
            whole.put(member.value(), true);
          }
          pierce(member.value(), within);
        }
      }
      case JsonArray array -> array.items().forEach(item -> pierce(item, inArguments));
      case JsonString(String text, _) when inArguments && random.nextInt(2) == 0 -> {
        // What an ARN of a role is of is never unknown: without it a twin has no target.
        int least = text.startsWith("arn:aws:iam::444455556666:role/") ? 31 : 0;
        int from = random.nextInt(3) == 0 ? least : least + random.nextInt(text.length() - least);
        int to =
            random.nextInt(3) == 0
                ? text.length()
                : from + random.nextInt(text.length() - from + 1);
        holes.put(value, new Hole(text.substring(0, from), text.substring(to), number));
        values.put("V" + number++, "");
      }
      default -> {}
    }
  }

  private void write(JsonValue value, Mode mode, String text, StringBuilder out) {
    switch (value) {
      case JsonObject object -> {
        out.append('{');
        String comma = "";
        for (Member member : object.members()) {
          out.append(comma);
          member(member, mode, text, out);
          comma = ",";
        }
        out.append('}');
      }
      case JsonArray array -> {
        out.append('[');
        for (int i = 0; i < array.items().size(); i++) {
          out.append(i == 0 ? "" : ",");
          write(array.items().get(i), mode, text, out);
        }
        out.append(']');
      }
      case JsonString(String literal, _) -> {
        Hole hole = holes.get(value);
        out.append('"')
            .append(hole == null ? literal : filled(hole, mode, text, jsonata))
            .append('"');
      }
      default -> throw new IllegalStateException("not generated");
    }
  }

  private void member(Member member, Mode mode, String text, StringBuilder out) {
    boolean unknown = mode == Mode.AT_RUN_TIME && whole.containsKey(member.value());
    boolean path =
        mode == Mode.AT_RUN_TIME && !jsonata && (unknown || holes.containsKey(member.value()));
    String name =
        mode == Mode.PLACEHOLDER_IN_NAME && names.containsKey(member)
            ? "${N" + names.get(member) + "}"
            : member.name();
    out.append('"').append(name).append(path ? ".$" : "").append("\":");
    if (unknown) {
      // What it is like as a whole says nothing of its fields.
      out.append(jsonata ? "\"{% $x %}\"" : "\"States.Format('adm{}', $.x)\"");
    } else {
      write(member.value(), mode, text, out);
    }
  }

  private static String filled(Hole hole, Mode mode, String text, boolean jsonata) {
    String before = hole.before();
    String after = hole.after();
    return switch (mode) {
      case KNOWN -> before + text + after;
      case PLACEHOLDER -> before + "${V" + hole.number() + "}" + after;
      case PLACEHOLDER_IN_NAME -> before + "qa" + after;
      case AT_RUN_TIME ->
          jsonata
              ? "{% "
                  + (before.isEmpty() ? "" : "'" + before + "' & ")
                  + "$x"
                  + (after.isEmpty() ? "" : " & '" + after + "'")
                  + " %}"
              : before.isEmpty() && after.isEmpty()
                  ? "$.x"
                  : "States.Format('" + before + "{}" + after + "', $.x)";
    };
  }

  private static String upper(String text) {
    return text.isEmpty() ? "X" : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static JsonObject object(Map<String, String> fields) {
    Map<String, JsonValue> json = new LinkedHashMap<>();
    new TreeMap<>(fields).forEach((name, text) -> json.put(name, JsonValue.of(text)));
    return JsonValue.of(json);
  }

  private static List<Call> optimised() {
    try (InputStream in = GeneratedDefinition.class.getResourceAsStream("integration-cases.tsv")) {
      List<Call> calls = new ArrayList<>();
      Set<String> seen = new HashSet<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        String[] field = line.split("\t", -1);
        if (!line.startsWith("#")
            && !field[2].contains(".$")
            && !field[2].equals("{}")
            && seen.add(field[0] + field[2])
            && JsonReader.read(field[2]) instanceof JsonReader.Read(JsonObject parameters)) {
          calls.add(new Call(field[0], parameters));
        }
      }
      return List.copyOf(calls);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
