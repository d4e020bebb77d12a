package dev.brevet.api.access;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brevet.api.AdministrationPolicy;
import dev.brevet.api.Administrators;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Body;
import dev.brevet.api.Documents;
import dev.brevet.api.Gate;
import dev.brevet.api.Refusals;
import dev.brevet.api.Requests;
import dev.brevet.api.Router;
import dev.brevet.authorization.EvaluateAccess;
import dev.brevet.authorization.KnownActions;
import dev.brevet.authorization.SearchAccess;
import dev.brevet.authorization.SimulatePolicy;
import dev.brevet.directory.Directories;
import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.DirectoryUnavailable;
import dev.brevet.directory.ItemKind;
import dev.brevet.directory.document.ItemReader;
import dev.brevet.directory.snapshot.DirectorySnapshot;
import dev.brevet.directory.snapshot.SnapshotBuilder;
import dev.brevet.iam.SecretString;
import dev.brevet.identity.Identities;
import dev.brevet.identity.TokenUse;
import dev.brevet.identity.Verification;
import dev.brevet.json.DocumentReading;
import dev.brevet.testing.DecisionsInMemory;
import dev.brevet.testing.MappingsInMemory;

/// The authorization API over a directory in memory. The token `pep` and the IAM user `/pep` are a
/// program that may ask and state everything, `plain` and `/plain` one that may ask everything and
/// state nothing, any other token a program that nobody knows; `/admin` administers.
public final class AccessWorld {
  static final String ISSUER = "https://issuer.example";
  static final String DEPLOYMENT = "table";
  private static final String USER = "arn:aws:iam::111122223333:user/";

  final DecisionsInMemory decisions = new DecisionsInMemory();
  final MappingsInMemory mappings = new MappingsInMemory();
  private final SnapshotBuilder building = DirectorySnapshot.builder();
  public final Router router;
  private Optional<DirectorySnapshot> directory = Optional.empty();
  boolean directoryAnswers = true;

  public AccessWorld() {
    item(
        ItemKind.POLICY,
        "{'name':'ask','type':'identity','defaultVersion':'v1','latestVersion':'v1','versions':[{'versionId':'v1',"
            + "'policy':{'Version':'2012-10-17','Statement':{'Sid':'Ask','Effect':'Allow',"
            + "'Action':['brevet:Evaluate','brevet:Search'],'Resource':'*'}}}]}");
    for (String name : List.of("pep", "plain")) {
      item(ItemKind.ATTACHMENT, "{'policy':'ask','target':{'principal':'" + USER + name + "'}}");
      item(
          ItemKind.ATTACHMENT,
          "{'policy':'ask','target':{'token':{'issuer':'" + ISSUER + "','sub':'" + name + "'}}}");
    }
    String all =
        "'assertable':{'subject':{'replace':['*']},'resource':{'replace':['*']},"
            + "'action':{'replace':['*']},'context':{'replace':['*']}},"
            + "'globalKeys':['aws:SourceIp','aws:MultiFactorAuthPresent']}";
    item(
        ItemKind.ENFORCEMENT_POINT,
        "{'name':'pep','subject':{'principal':'" + USER + "pep'}," + all);
    item(
        ItemKind.ENFORCEMENT_POINT,
        "{'name':'pep-token','subject':{'token':{'issuer':'" + ISSUER + "','sub':'pep'}}," + all);
    Clock clock = Clock.fixed(Directories.READ_AT.plus(Duration.ofMillis(1_500)), ZoneOffset.UTC);
    Administrators administrators =
        new Administrators(
            AdministrationPolicy.naming(List.of(USER + "admin")), "aws", "eu-west-1");
    ClientPermissions callers =
        new ClientPermissions(
            new Gate(AccessWorld::verify, new Refusals(decisions.recorder(clock))), administrators);
    router =
        new Router(
            List.of(
                new AccessEndpoint(
                    callers,
                    new EvaluateAccess(this::current, mappings, decisions.recorder(clock), clock)),
                new SearchEndpoint(
                    callers,
                    new SearchAccess(
                        this::current,
                        mappings,
                        new KnownActions(_ -> List.of()),
                        DEPLOYMENT,
                        decisions.recorder(clock),
                        clock)),
                new SimulationEndpoint(
                    callers, new SimulatePolicy(this::current, decisions.recorder(clock))),
                new AccessMetadataEndpoint(Optional.empty(), Optional.empty())));
  }

  private static Verification verify(SecretString token, TokenUse use) {
    String name = token.reveal();
    return name.equals("forged") || (name.equals("asks-alone") && use != TokenUse.ASKING)
        ? new Verification.Rejected("the signature does not hold")
        : new Verification.Verified(Identities.bearing(ISSUER, name, Map.of()));
  }

  /// The directory of a file of `samples/authzen`, added.
  AccessWorld with(String sample) {
    try {
      JsonNode items = Documents.of(Files.readString(Path.of("samples/authzen", sample + ".json")));
      items.path("entities").forEach(node -> item(ItemKind.ENTITY, node.toString()));
      items.path("groups").forEach(node -> item(ItemKind.GROUP, node.toString()));
      items.path("policies").forEach(node -> item(ItemKind.POLICY, node.toString()));
      items.path("attachments").forEach(node -> item(ItemKind.ATTACHMENT, node.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  AccessWorld put(DirectoryItem item) {
    building.put(item);
    return this;
  }

  /// Adds an item, written with single quotes or double ones.
  AccessWorld item(ItemKind kind, String json) {
    String text = json.contains("\"") ? json : json.replace('\'', '"');
    return switch (ItemReader.read(kind, text)) {
      case DocumentReading.Readable(DirectoryItem item) -> put(item);
      case DocumentReading.Unreadable<DirectoryItem> unreadable ->
          throw new IllegalArgumentException(unreadable.toString());
    };
  }

  DirectorySnapshot current() {
    if (!directoryAnswers) {
      throw new DirectoryUnavailable("the directory did not answer");
    }
    if (directory.isEmpty()) {
      directory = Optional.of(building.build(7, Directories.READ_AT));
    }
    return directory.get();
  }

  /// With a token, as `pep`; `body` may be written with single quotes.
  ApiResponse post(String path, String body) {
    return post("pep", path, body);
  }

  ApiResponse post(String token, String path, String body) {
    return send(
        path, Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json"), body);
  }

  ApiResponse send(String path, Map<String, String> headers, String body) {
    return router.answer(Requests.of("POST", path, headers, quoted(body)));
  }

  /// With a token, as `pep`; a body of any bytes.
  ApiResponse postBytes(String path, byte[] body) {
    return router.answer(
        Requests.of(
            "POST",
            path,
            "",
            Map.of("Authorization", "Bearer pep", "Content-Type", "application/json"),
            Body.of(body),
            Optional.empty()));
  }

  ApiResponse get(String path, Map<String, String> headers) {
    return router.answer(Requests.of("GET", path, headers, ""));
  }

  /// Signed, as an IAM user.
  ApiResponse signed(String user, String path, String body) {
    return router.answer(
        Requests.of(
            "POST",
            path,
            "",
            Map.of("Content-Type", "application/json"),
            Body.of(quoted(body)),
            Optional.of(Requests.user(user))));
  }

  private static String quoted(String body) {
    return body.contains("\"") ? body : body.replace('\'', '"');
  }

  /// A whole answer, which must be 200.
  JsonNode asked(String path, String body) {
    ApiResponse response = post(path, body);
    if (response.status() != 200) {
      throw new AssertionError(response.status() + " " + response.body());
    }
    return Documents.of(response);
  }

  boolean decides(String body) {
    return asked("/access/v1/evaluation", body).path("decision").booleanValue();
  }

  /// The ids or names that a search finds, all pages together.
  List<String> finds(String what, String body) {
    JsonNode answer = asked("/access/v1/search/" + what, body);
    if (!answer.path("page").path("next_token").asText("-").isEmpty()) {
      throw new AssertionError("there is another page");
    }
    return results(answer);
  }

  static List<String> results(JsonNode answer) {
    return answer
        .path("results")
        .valueStream()
        .map(node -> node.has("id") ? node.path("id").asText() : node.path("name").asText())
        .toList();
  }
}
