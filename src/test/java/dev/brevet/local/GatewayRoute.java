package dev.brevet.local;

import module java.base;

/// One route of the HTTP API, as the template declares it. A trailing slash counts, as in API
/// Gateway.
record GatewayRoute(String method, String path, boolean signed, String function) {
  /// As API Gateway names it: `GET /v1/credentials/{mapping}`.
  String key() {
    return method + " " + path;
  }

  /// Every route of the template's functions.
  ///
  /// @throws IllegalArgumentException for what the local gateway does not know: another event,
  ///   another authorizer
  static List<GatewayRoute> of(Template template) {
    List<GatewayRoute> routes = new ArrayList<>();
    template
        .resources("AWS::Serverless::Function")
        .forEach(
            (id, function) ->
                Template.map(function.getOrDefault("Events", Map.of()))
                    .forEach((name, event) -> routes.add(of(id, name, Template.map(event)))));
    return List.copyOf(routes);
  }

  private static GatewayRoute of(String function, String name, Map<String, Object> event) {
    if (!"HttpApi".equals(event.get("Type"))) {
      throw new IllegalArgumentException(
          "event `" + name + "` of `" + function + "` is not an HttpApi event");
    }
    Map<String, Object> properties = Template.map(event.get("Properties"));
    if (!"2.0".equals(properties.getOrDefault("PayloadFormatVersion", "2.0"))) {
      throw new IllegalArgumentException(
          "event `" + name + "` has another payload format than 2.0");
    }
    Object authorizer =
        Template.map(properties.getOrDefault("Auth", Map.of())).getOrDefault("Authorizer", "NONE");
    boolean signed =
        switch (Template.text(authorizer)) {
          case "AWS_IAM" -> true;
          case "NONE" -> false;
          default ->
              throw new IllegalArgumentException(
                  "event `"
                      + name
                      + "` has the authorizer `"
                      + authorizer
                      + "`, which the local gateway does not know");
        };
    return new GatewayRoute(
        Template.text(properties.get("Method")).toUpperCase(java.util.Locale.ROOT),
        Template.text(properties.get("Path")),
        signed,
        function);
  }

  /// The path parameters when `path`, decoded, is this route's; empty otherwise.
  Optional<Map<String, String>> match(String method, String path) {
    if (!this.method.equals("ANY") && !this.method.equals(method)) {
      return Optional.empty();
    }
    String[] wanted = this.path.split("/", -1);
    String[] given = path.split("/", -1);
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < wanted.length; i++) {
      boolean variable = wanted[i].startsWith("{");
      if (variable && wanted[i].endsWith("+}")) {
        if (i >= given.length) {
          return Optional.empty();
        }
        String rest = String.join("/", List.of(given).subList(i, given.length));
        parameters.put(wanted[i].substring(1, wanted[i].length() - 2), rest);
        return Optional.of(parameters);
      }
      if (i >= given.length || (variable ? given[i].isEmpty() : !wanted[i].equals(given[i]))) {
        return Optional.empty();
      }
      if (variable) {
        parameters.put(wanted[i].substring(1, wanted[i].length() - 1), given[i]);
      }
    }
    return given.length == wanted.length ? Optional.of(parameters) : Optional.empty();
  }

  /// Routes without variables come before those with, and those before greedy ones.
  int rank() {
    return path.contains("+}") ? 2 : path.contains("{") ? 1 : 0;
  }
}
