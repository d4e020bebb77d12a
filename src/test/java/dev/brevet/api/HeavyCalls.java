package dev.brevet.api;

import module java.base;

import dev.brevet.api.admin.DirectoryCollection;
import dev.brevet.policy.element.WorkBudget;

/// The worst request of each route, up to the route's limit. A route that is not here has none, and
/// fails the test that asks for it.
public final class HeavyCalls {
  private static final String ROLE = "arn:aws:iam::111122223333:role/brevet/r";
  private static final String ALLOW_ALL =
      "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'s3:*','Resource':["
          + list(300, i -> "'arn:aws:s3:::*" + i + "*a*b*'")
          + "]}]}";

  private HeavyCalls() {}

  /// @param limit what the route takes at most
  /// @param worst what the body multiplies
  /// @param path with everything that the route's has in braces
  record Call(String limit, String worst, String path, String query, String body) {
    Call {
      body = body.replace('\'', '"');
    }

    Call(String limit, String worst, String path, String body) {
      this(limit, worst, path, "", body);
    }
  }

  /// By method and path, where both ways to prove who calls are one.
  static Map<String, Call> all() {
    Map<String, Call> all = withoutDocuments();
    documents(all);
    return all;
  }

  /// All but those of routes that work with documents of the caller's alone.
  static Map<String, Call> withoutDocuments() {
    Map<String, Call> all = new TreeMap<>();
    vend(all);
    access(all);
    administration(all);
    directory(all);
    return all;
  }

  private static String list(int count, IntFunction<String> item) {
    return IntStream.range(0, count).mapToObj(item).collect(Collectors.joining(","));
  }

  private static Call none(String path) {
    return new Call("no body", "what is stored", path, "");
  }

  private static void vend(Map<String, Call> all) {
    String body = "{'mapping':'heavy','policy':" + HeavyStored.session("c") + "}";
    String limit = "64 KB; a policy of 2,048 characters";
    all.put("POST /v1/credentials", new Call(limit, "narrowing", "/v1/credentials", body));
    all.put(
        "POST /v1/credentials:explain",
        new Call(limit, "narrowing", "/v1/credentials:explain", body));
    all.put("GET /v1/credentials/{mapping}", none("/v1/credentials/heavy"));
    all.put("GET /v1/console/{mapping}", none("/v1/console/heavy"));
    all.put("GET /v1/mappings", none("/v1/mappings"));
    all.put("GET /healthz", none("/healthz"));
    String sts =
        "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleSessionName=ab&RoleArn="
            + ROLE
            + "&WebIdentityToken=heavy&Policy="
            + URLEncoder.encode(HeavyStored.session("c"), StandardCharsets.UTF_8);
    all.put("POST ", new Call(limit, "narrowing", "/", sts));
    all.put("GET ", new Call(limit, "narrowing", "/", sts, ""));
  }

  private static String thing(String type, String id) {
    return "{'type':'"
        + type
        + "','id':'"
        + id
        + "','properties':{'note':["
        + list(100, i -> "'" + "a".repeat(1_000) + i + "'")
        + "]}}";
  }

  private static void access(Map<String, Call> all) {
    String subject = "'subject':" + thing("user", "alice");
    String action = ",'action':{'name':'read'}";
    String resource = ",'resource':" + thing("doc", "a".repeat(400));
    String limit = "1 MiB";
    String one = "{" + subject + action + resource + "}";
    all.put(
        "POST /access/v1/evaluation",
        new Call(limit, "values of properties", "/access/v1/evaluation", one));
    String batch =
        "{"
            + subject
            + action
            + ",'evaluations':["
            + list(1_000, i -> "{'resource':{'type':'doc','id':'" + "a".repeat(400) + i + "'}}")
            + "]}";
    all.put(
        "POST /access/v1/evaluations",
        new Call(limit + ", 1,000 questions", "questions", "/access/v1/evaluations", batch));
    for (String sought : List.of("subject", "resource", "action")) {
      all.put(
          "POST /access/v1/search/" + sought,
          new Call(
              limit,
              "what is looked through",
              "/access/v1/search/" + sought,
              sought.equals("action") ? one.replace(action, "") : one));
    }
    all.put(
        "POST /v1/admin/policies:simulate",
        new Call(
            "4 MiB, 1,000 pairs",
            "rights to simulate",
            "/v1/admin/policies:simulate",
            "{'PolicyInputList':["
                + ALLOW_ALL
                + "],'ActionNames':['s3:GetObject'],'ResourceArns':["
                + list(100, i -> "'arn:aws:s3:::a" + i + "'")
                + "]}"));
    for (String name : List.of("authzen-configuration", "authzen-configuration/iam", "jwks.json")) {
      all.put("GET /.well-known/" + name, none("/.well-known/" + name));
    }
  }

  private static void documents(Map<String, Call> all) {
    // Those that work with documents of the caller's alone: the longest of their heavy bodies.
    for (HeavyBodies.Heavy heavy : HeavyBodies.all()) {
      if (!heavy.path().endsWith(":simulate")) {
        all.merge(
            "POST /v1" + heavy.path(),
            new Call("4 MiB", heavy.name(), "/v1" + heavy.path(), heavy.body()),
            (a, b) -> a.body().length() >= b.body().length() ? a : b);
      }
    }
  }

  private static void administration(Map<String, Call> all) {
    String id = id("https://issuer.example");
    String mapping = "/v1/admin/mappings";
    all.put("GET " + mapping, none(mapping));
    all.put("GET " + mapping + "/{id}", none(mapping + "/heavy"));
    all.put("DELETE " + mapping + "/{id}", none(mapping + "/heavy"));
    all.put(
        "PUT " + mapping + "/{id}",
        new Call(
            "64 KB", "checks of both policies", mapping + "/heavy", HeavyStored.mapping("heavy")));
    String issuer = "/v1/admin/issuers";
    all.put("GET " + issuer, none(issuer));
    all.put("GET " + issuer + "/{id}", none(issuer + "/" + id));
    all.put("DELETE " + issuer + "/{id}", none(issuer + "/" + id));
    all.put(
        "PUT " + issuer + "/{id}",
        new Call(
            "64 KB",
            "words",
            issuer + "/" + id,
            "{'issuer':'https://issuer.example','audiences':["
                + list(64, i -> "'" + "a".repeat(500) + i + "'")
                + "]}"));
    String decision = "01KAN0000000000000000000AB";
    all.put(
        "GET /v1/admin/decisions",
        new Call("a query", "what is stored", "/v1/admin/decisions", "principal=x", ""));
    all.put("GET /v1/admin/decisions/{id}", none("/v1/admin/decisions/" + decision));
  }

  private static void directory(Map<String, Call> all) {
    String target = "~" + id("entity/user/alice");
    String api = "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5";
    Map<DirectoryCollection, List<String>> items =
        Map.of(
            DirectoryCollection.ENTITIES,
                List.of(
                    "/user/bob",
                    "{'type':'user','id':'bob','properties':{'note':["
                        + list(120, i -> "'" + "a".repeat(1_900) + i + "'")
                        + "]}}"),
            DirectoryCollection.GROUPS,
                List.of(
                    "/g",
                    "{'name':'g','members':["
                        + list(4_000, i -> "{'entity':{'type':'user','id':'u" + i + "'}}")
                        + "]}"),
            DirectoryCollection.POLICIES,
                List.of(
                    "/p",
                    "{'name':'p','type':'identity','policy':{'Version':'2012-10-17','Statement':["
                        + list(
                            160,
                            i ->
                                "{'Effect':'Allow','Action':'s3:*Get*"
                                    + i % 7
                                    + "*','Resource':'arn:aws:s3:::*a"
                                    + i
                                    + "*b*c*'}")
                        + "]}}"),
            DirectoryCollection.ATTACHMENTS,
                List.of(
                    "/all/~" + id("entity/user/bob"),
                    "{'policy':'all','target':{'entity':{'type':'user','id':'bob'}}}"),
            DirectoryCollection.BOUNDARIES,
                List.of(
                    "/" + target,
                    "{'subject':{'entity':{'type':'user','id':'alice'}},'policy':'all'}"),
            DirectoryCollection.ENFORCEMENT_POINTS,
                List.of(
                    "/e",
                    "{'name':'e','subject':{'principal':'arn:aws:iam::111122223333:user/x'},'assertable':{"
                        + "'subject':{'add':["
                        + list(250, i -> "'n" + i + "'")
                        + "]}}}"),
            DirectoryCollection.APIS,
                List.of(
                    "/a",
                    "{'name':'a','api':'"
                        + api
                        + "','audiences':['a'],'routes':["
                        + list(
                            300,
                            i ->
                                "{'route':'ANY /x"
                                    + i
                                    + "/{a}/{b}/{c}','action':'read','resource':{'type':'x','id':"
                                    + "'{a}/{b}/{c}'}}")
                        + "]}"));
    items.forEach(
        (in, pathAndBody) -> {
          String path = "/v1/admin/" + in.path();
          String one = path + pathAndBody.getFirst();
          all.put("GET " + path, none(path));
          all.put("GET " + path + in.template(), none(one));
          all.put("DELETE " + path + in.template(), none(one));
          Call put = new Call("256 KB", "rights, checks", one, pathAndBody.getLast());
          all.put("PUT " + path + in.template(), put);
          if (in.isPosted()) {
            all.put("POST " + path, new Call("256 KB", "rights", path, pathAndBody.getLast()));
          }
        });
    all.put(
        "GET /v1/admin/policies/{name}/versions/{version}",
        none("/v1/admin/policies/heavy1/versions/v1"));
  }

  private static String id(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The route without what says how its caller is proven.
  public static String normal(String route) {
    return route
        .replace("/v1/iam/admin/", "/v1/admin/")
        .replace("/v1/iam/", "/v1/")
        .replace("/iam/access/", "/access/");
  }

  /// The request for a route, proven as it is.
  static ApiRequest request(String route, Call call, WorkBudget budget) {
    return request(route, call, "heavy", budget);
  }

  /// The same by a bearer of another name, where it is proven by a token.
  static ApiRequest request(String route, Call call, String bearer, WorkBudget budget) {
    String method = route.substring(0, route.indexOf(' '));
    boolean signed = route.contains("/iam/") && !route.contains("well-known");
    String path =
        !signed
            ? call.path()
            : call.path().startsWith("/v1/iam/")
                ? call.path()
                : call.path().startsWith("/access/")
                    ? "/iam" + call.path()
                    : call.path().replaceFirst("^/v1/", "/v1/iam/");
    Map<String, String> headers = new TreeMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("Host", "brevet.example");
    if (!signed) {
      headers.put("Authorization", "Bearer " + bearer);
    }
    if (method.equals("DELETE")) {
      headers.put("If-Match", "\"1\"");
    }
    ApiRequest request =
        Requests.of(
            method,
            path,
            call.query(),
            headers,
            Body.of(call.body()),
            signed ? Optional.of(Requests.user("/heavy")) : Optional.empty());
    return new ApiRequest(
        request.method(),
        request.path(),
        request.query(),
        request.headers(),
        request.body(),
        request.caller(),
        request.account(),
        request.origin(),
        budget);
  }
}
