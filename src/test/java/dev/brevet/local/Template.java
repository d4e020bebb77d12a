package dev.brevet.local;

import module java.base;

/// A SAM template, read as CloudFormation would: parameters, conditions and intrinsic functions
/// resolved.
///
/// Every scalar is its text. What it does not know (a function, a reference) is an error, never
/// left out.
final class Template {
  private static final Object NO_VALUE = new Object();

  private final Map<String, Object> root;
  private final Map<String, String> parameters = new LinkedHashMap<>();
  private final Map<String, String> pseudo;

  private Template(
      Map<String, Object> root, Map<String, String> given, Map<String, String> pseudo) {
    this.root = root;
    this.pseudo = pseudo;
    section("Parameters")
        .forEach(
            (name, declared) -> {
              Object value =
                  given.getOrDefault(name, text(map(declared).getOrDefault("Default", "")));
              parameters.put(name, text(value));
            });
    given.keySet().stream()
        .filter(name -> !parameters.containsKey(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new IllegalArgumentException("the template has no parameter `" + name + "`");
            });
  }

  /// Reads `file` with `parameters` in place of its defaults. `pseudo` are AWS's own, by name:
  /// `AWS::Region`, ...
  ///
  /// @throws UncheckedIOException when it cannot be read
  static Template read(Path file, Map<String, String> parameters, Map<String, String> pseudo) {
    return new Template(map(TemplateYaml.read(file)), parameters, pseudo);
  }

  /// The value of the parameter `name` as this template uses it.
  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /// The resolved properties of each resource of `type` whose condition holds, by logical id, in
  /// the template's order.
  Map<String, Map<String, Object>> resources(String type) {
    Map<String, Map<String, Object>> found = new LinkedHashMap<>();
    section("Resources")
        .forEach(
            (id, declared) -> {
              Map<String, Object> resource = map(declared);
              boolean wanted =
                  !resource.containsKey("Condition") || condition(text(resource.get("Condition")));
              if (type.equals(resource.get("Type")) && wanted) {
                found.put(id, map(resolve(resource.getOrDefault("Properties", Map.of()))));
              }
            });
    return found;
  }

  /// The resolved defaults for functions.
  Map<String, Object> functionDefaults() {
    return map(resolve(section("Globals").getOrDefault("Function", Map.of())));
  }

  /// The name of the table `logicalId`.
  String tableName(String logicalId) {
    return physicalName(logicalId, "TableName");
  }

  /// The ARN of the role `logicalId`.
  String roleArn(String logicalId) {
    return attribute(logicalId, "Arn");
  }

  private Map<String, Object> section(String name) {
    return map(root.getOrDefault(name, Map.of()));
  }

  private Object resolve(Object value) {
    return switch (value) {
      case Map<?, ?> map -> resolveMap(map(map));
      case List<?> list ->
          list.stream().map(this::resolve).filter(element -> !element.equals(NO_VALUE)).toList();
      default -> value;
    };
  }

  private Object resolveMap(Map<String, Object> map) {
    if (map.size() == 1) {
      String key = map.keySet().iterator().next();
      boolean namesCondition = key.equals("Condition") && map.get(key) instanceof String;
      if (key.equals("Ref") || namesCondition || key.startsWith("Fn::")) {
        return function(key, map.get(key));
      }
    }
    Map<String, Object> resolved = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          Object one = resolve(value);
          if (!one.equals(NO_VALUE)) {
            resolved.put(key, one);
          }
        });
    return resolved;
  }

  private Object function(String name, Object argument) {
    return switch (name) {
      case "Ref" -> reference(text(argument));
      case "Fn::GetAtt" -> getAtt(argument);
      case "Fn::Sub" -> sub(argument);
      case "Fn::If" -> {
        List<?> arguments = (List<?>) argument;
        yield resolve(arguments.get(condition(text(arguments.get(0))) ? 1 : 2));
      }
      case "Fn::Join" -> {
        List<?> arguments = (List<?>) argument;
        List<?> parts = (List<?>) resolve(arguments.get(1));
        yield String.join(text(arguments.get(0)), parts.stream().map(Template::text).toList());
      }
      case "Fn::Select" -> {
        List<?> arguments = (List<?>) argument;
        List<?> from = (List<?>) resolve(arguments.get(1));
        yield from.get(Integer.parseInt(text(arguments.get(0))));
      }
      case "Fn::Split" -> {
        List<?> arguments = (List<?>) argument;
        yield List.of(
            text(resolve(arguments.get(1)))
                .split(java.util.regex.Pattern.quote(text(arguments.get(0))), -1));
      }
      case "Condition" -> Boolean.toString(condition(text(argument)));
      case "Fn::Equals", "Fn::Not", "Fn::And", "Fn::Or" ->
          Boolean.toString(holds(Map.of(name, argument)));
      default ->
          throw new IllegalArgumentException(
              "the template uses `" + name + "`, which the local gateway does not know");
    };
  }

  private boolean condition(String name) {
    Object declared = section("Conditions").get(name);
    if (declared == null) {
      throw new IllegalArgumentException("the template has no condition `" + name + "`");
    }
    return holds(declared);
  }

  private boolean holds(Object expression) {
    Map<String, Object> map = map(expression);
    String name = map.keySet().iterator().next();
    Object argument = map.get(name);
    return switch (name) {
      case "Condition" -> condition(text(argument));
      case "Fn::Equals" -> {
        List<?> sides = (List<?>) argument;
        yield resolve(sides.get(0)).equals(resolve(sides.get(1)));
      }
      case "Fn::Not" -> !holds(((List<?>) argument).get(0));
      case "Fn::And" -> ((List<?>) argument).stream().allMatch(this::holds);
      case "Fn::Or" -> ((List<?>) argument).stream().anyMatch(this::holds);
      default -> throw new IllegalArgumentException("not a condition function: `" + name + "`");
    };
  }

  private Object reference(String name) {
    if (name.equals("AWS::NoValue")) {
      return NO_VALUE;
    }
    if (pseudo.containsKey(name)) {
      return pseudo.get(name);
    }
    if (parameters.containsKey(name)) {
      return parameters.get(name);
    }
    return switch (type(name)) {
      case "AWS::DynamoDB::Table" -> tableName(name);
      case "AWS::IAM::Role" -> physicalName(name, "RoleName");
      default -> name;
    };
  }

  private String getAtt(Object argument) {
    if (argument instanceof List<?> list) {
      return attribute(text(list.get(0)), text(list.get(1)));
    }
    String[] part = text(argument).split("\\.", 2);
    return attribute(part[0], part[1]);
  }

  private String attribute(String logicalId, String attribute) {
    String type = type(logicalId);
    if (!attribute.equals("Arn")) {
      return logicalId + "." + attribute;
    }
    String account = pseudo.get("AWS::AccountId");
    String global = "arn:" + pseudo.get("AWS::Partition") + ":";
    String regional = ":" + pseudo.get("AWS::Region") + ":" + account + ":";
    return switch (type) {
      case "AWS::IAM::Role" -> {
        Object path = declaredProperties(logicalId).getOrDefault("Path", "/");
        yield global
            + "iam::"
            + account
            + ":role"
            + text(resolve(path))
            + physicalName(logicalId, "RoleName");
      }
      case "AWS::DynamoDB::Table" ->
          global + "dynamodb" + regional + "table/" + tableName(logicalId);
      case "AWS::Serverless::Function" -> global + "lambda" + regional + "function:" + logicalId;
      case "AWS::Logs::LogGroup" -> global + "logs" + regional + "log-group:" + logicalId + ":*";
      default -> global + "local" + regional + logicalId;
    };
  }

  private String physicalName(String logicalId, String property) {
    Object given = declaredProperties(logicalId).get(property);
    return given == null ? logicalId : text(resolve(given));
  }

  private Map<String, Object> declaredProperties(String logicalId) {
    return map(map(section("Resources").get(logicalId)).getOrDefault("Properties", Map.of()));
  }

  private String type(String logicalId) {
    Object resource = section("Resources").get(logicalId);
    if (resource == null) {
      throw new IllegalArgumentException("the template has no `" + logicalId + "`");
    }
    return text(map(resource).get("Type"));
  }

  private String sub(Object argument) {
    Map<String, Object> own = Map.of();
    String text;
    if (argument instanceof List<?> list) {
      text = text(list.get(0));
      own = map(list.get(1));
    } else {
      text = text(argument);
    }
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (true) {
      int open = text.indexOf("${", at);
      int close = open < 0 ? -1 : text.indexOf('}', open);
      if (close < 0) {
        return out.append(text.substring(at)).toString();
      }
      out.append(text, at, open);
      String name = text.substring(open + 2, close);
      if (name.startsWith("!")) {
        out.append("${").append(name.substring(1)).append('}');
      } else if (own.containsKey(name)) {
        out.append(text(resolve(own.get(name))));
      } else {
        out.append(name.contains(".") ? getAtt(name) : text(reference(name)));
      }
      at = close + 1;
    }
  }

  /// `value` as a map; fails when it is something else.
  @SuppressWarnings("unchecked") // maps come from plain, whose keys are strings
  static Map<String, Object> map(Object value) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw new IllegalArgumentException("not a map: " + value);
  }

  /// `value` as a list; fails when it is something else.
  static List<Object> list(Object value) {
    if (value instanceof List<?> list) {
      return new ArrayList<>(list);
    }
    throw new IllegalArgumentException("not a list: " + value);
  }

  static String text(Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("not a scalar: " + value);
  }
}
