package dev.brevet.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.directory.ApiName;
import dev.brevet.directory.EnforcementPointName;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.GroupName;
import dev.brevet.directory.ItemKey;
import dev.brevet.directory.ItemKind;
import dev.brevet.directory.PermissionsBoundary;
import dev.brevet.directory.PolicyAttachment;
import dev.brevet.directory.PolicyName;
import dev.brevet.directory.ResourceName;
import dev.brevet.directory.Subject;
import dev.brevet.directory.Target;
import dev.brevet.iam.Principal;
import dev.brevet.identity.IssuerUrl;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.WildcardPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdministeredResourceTest {
  private static final String ARN = "arn:aws:brevet:eu-west-1:111122223333:";

  /// Pieces of names that look like structure, like wildcards, like variables, like escapes.
  private static final List<String> PIECES =
      List.of(
          "a",
          "note",
          "entity",
          "group",
          "token",
          "readers",
          "/",
          ":",
          "%",
          "%2F",
          "%3A",
          "*",
          "?",
          "${a}",
          "$",
          "{",
          "}",
          "#",
          "~",
          ".",
          "..",
          " ",
          "ö",
          "\uD83D\uDE00",
          "\\",
          ":entity/note/x",
          "/entity/note/x",
          "/group/staff",
          "issuer/",
          ".team-a.example",
          "arn:aws:brevet:*:*:");

  /// A pattern as somebody would write it, and which things it is written for.
  private record Written(String pattern, Predicate<Thing> meant) {}

  /// A thing by what identifies it, beside what it is called.
  private record Thing(AdministeredResource resource, List<String> names) {
    boolean is(String... beginning) {
      return names.size() >= beginning.length
          && names.subList(0, beginning.length).equals(List.of(beginning));
    }
  }

  private final Random random;
  private final long seed = System.nanoTime();

  AdministeredResourceTest() {
    this.random = new Random(seed);
  }

  private String name() {
    StringBuilder name = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      name.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return name.toString();
  }

  private String word() {
    return List.of("a", "note", "readers", "entity", "group", "token", "resource", "x.y", "a=b,c@d")
        .get(random.nextInt(9));
  }

  private String type() {
    return List.of("note", "user", "entity", "group", "token", "principal", "resource", "n-1_")
        .get(random.nextInt(8));
  }

  private String host() {
    return List.of("login.team-a.example", "evil.example", "team-a.example.evil.example")
        .get(random.nextInt(3));
  }

  private record Aimed(Target target, List<String> names) {}

  private Aimed target() {
    String type = type();
    String id = name();
    String issuer = "https://" + host();
    return switch (random.nextInt(6)) {
      case 0 -> new Aimed(new EntityId(type, id), List.of("entity", type, id));
      case 1 -> new Aimed(new Subject.TokenSubject(issuer, id), List.of("token", issuer, id));
      case 2 -> {
        String group = word();
        yield new Aimed(new GroupName(group), List.of("group", group));
      }
      case 3 -> new Aimed(new ResourceName(type + "/" + id), List.of("resource", type, id));
      case 4 -> {
        String arn = "arn:aws:s3:::" + id;
        yield new Aimed(new ResourceName(arn), List.of("resource", arn));
      }
      default -> {
        String arn = "arn:aws:iam::111122223333:role/" + type;
        yield new Aimed(
            new Subject.AwsPrincipal(Principal.parseArn(arn).orElseThrow()),
            List.of("principal", arn));
      }
    };
  }

  private Thing thing() {
    String word = word();
    return switch (random.nextInt(8)) {
      case 0 -> {
        EntityId id = new EntityId(type(), name());
        yield thing(
            new ItemKey(ItemKind.ENTITY, id.resource()), List.of("entity", id.type(), id.id()));
      }
      case 1 -> thing(new ItemKey(ItemKind.GROUP, word), List.of("group", word));
      case 2 -> thing(new ItemKey(ItemKind.POLICY, word), List.of("policy", word));
      case 3 -> thing(new ItemKey(ItemKind.API, new ApiName(word).value()), List.of("api", word));
      case 4 ->
          thing(
              new ItemKey(ItemKind.ENFORCEMENT_POINT, new EnforcementPointName(word).value()),
              List.of("enforcement-point", word));
      case 5 -> {
        Aimed at = target();
        List<String> names = new ArrayList<>(List.of("attachment", word));
        names.addAll(at.names());
        yield thing(new PolicyAttachment(new PolicyName(word), at.target()).key(), names);
      }
      case 6 -> {
        Aimed at = target();
        if (!(at.target() instanceof Subject subject)) {
          yield thing();
        }
        List<String> names = new ArrayList<>(List.of("boundary"));
        names.addAll(at.names());
        yield thing(new PermissionsBoundary(subject, new PolicyName(word)).key(), names);
      }
      default -> {
        String path =
            List.of("", "/", "/x.team-a.example", "/a/b", "/.team-a.example", "/a%2Fb", "/a//")
                .get(random.nextInt(7));
        String host = host();
        String port = random.nextInt(4) == 0 ? ":8443" : "";
        yield new Thing(
            AdministeredResource.of(new IssuerUrl("https://" + host + port + path)),
            List.of("issuer", host, port, path));
      }
    };
  }

  private static Thing thing(ItemKey key, List<String> names) {
    return new Thing(AdministeredResource.of(key), names);
  }

  private static final List<Written> PATTERNS =
      List.of(
          new Written("entity/*", thing -> thing.is("entity")),
          new Written("entity/note/*", thing -> thing.is("entity", "note")),
          new Written("entity/group/*", thing -> thing.is("entity", "group")),
          new Written("group/*", thing -> thing.is("group")),
          new Written("group/a", thing -> thing.is("group", "a")),
          new Written("policy/readers", thing -> thing.is("policy", "readers")),
          new Written("api/*", thing -> thing.is("api")),
          new Written("enforcement-point/*", thing -> thing.is("enforcement-point")),
          new Written("attachment/readers/*", thing -> thing.is("attachment", "readers")),
          new Written("boundary/entity/note/*", thing -> thing.is("boundary", "entity", "note")),
          new Written("boundary/token/*", thing -> thing.is("boundary", "token")),
          new Written("issuer/*", thing -> thing.is("issuer")),
          new Written("issuer/evil.example", thing -> thing.is("issuer", "evil.example", "", "")),
          new Written(
              "issuer/evil.example/*",
              thing -> thing.is("issuer", "evil.example", "") && !thing.names().get(3).isEmpty()),
          new Written(
              "issuer/*.team-a.example",
              thing -> thing.is("issuer", "login.team-a.example", "", "")),
          new Written(
              "issuer/*.team-a.example/*",
              thing ->
                  thing.is("issuer", "login.team-a.example", "")
                      && !thing.names().get(3).isEmpty()),
          // With an inner `*`, as the keys of content make needless.
          aimed("*/entity/note/*", "entity", "note"),
          aimed("*/entity/group/*", "entity"),
          aimed("*/group/*", "group"),
          aimed("*/token/*", "token"),
          aimed("*/token/https%3A%2F%2Fevil.example/*", "token", "https://evil.example"),
          aimed("*/principal/*", "principal"),
          aimed("*/resource/*", "resource"));

  private static Written aimed(String pattern, String... target) {
    return new Written(
        "attachment/" + pattern,
        thing ->
            // A type that is called like a kind of target is written with an escape.
            !pattern.equals("*/entity/group/*")
                && thing.is("attachment")
                && thing.names().subList(2, 2 + target.length).equals(List.of(target)));
  }

  @Test
  void pattern_matchesTheArnsOfWhatItIsWrittenForAndOfNothingElse() {
    int[] matched = new int[PATTERNS.size()];
    for (int i = 0; i < 20_000; i++) {
      Thing thing = thing();
      String arn = ARN + thing.resource().path();
      for (int p = 0; p < PATTERNS.size(); p++) {
        Written written = PATTERNS.get(p);
        boolean matches =
            WildcardPattern.resource(
                    "arn:aws:brevet:*:*:" + written.pattern(), PolicyVersion.V2012_10_17)
                .matches(arn);
        assertEquals(
            written.meant().test(thing),
            matches,
            () -> "seed " + seed + ": " + written.pattern() + " on " + arn + " " + thing.names());
        matched[p] += matches ? 1 : 0;
      }
    }
    for (int p = 0; p < matched.length; p++) {
      boolean never = PATTERNS.get(p).pattern().contains("/entity/group/*") && p > 15;
      assertTrue(never || matched[p] > 0, PATTERNS.get(p).pattern());
    }
  }

  @Test
  void differentThings_haveDifferentArns_andTheOnlyPatternInAnArnIsThatOfAList() {
    Map<String, List<String>> seen = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      Thing thing = thing();
      String path = thing.resource().path();
      List<String> before = seen.put(path, thing.names());
      if (before != null) {
        assertEquals(before, thing.names(), () -> "seed " + seed + ": " + path);
      }
      assertTrue(path.matches("[A-Za-z0-9_+=,.@~%/-]+"), () -> "seed " + seed + ": " + path);
    }
    assertNull(seen.get("entity/*"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://login.team-a.example, issuer/login.team-a.example",
    "https://login.team-a.example:8443, issuer/login.team-a.example%3A8443",
    "https://login.team-a.example/, issuer/login.team-a.example/",
    "https://oidc.eks.eu-west-1.amazonaws.com/id/ABC,"
        + " issuer/oidc.eks.eu-west-1.amazonaws.com/id/ABC",
    "https://evil.example/x.team-a.example, issuer/evil.example/x%2Eteam-a%2Eexample",
    "https://evil.example/a%2Fb, issuer/evil.example/a%252Fb",
    "http://localhost:8788, issuer/http%3A%2F%2Flocalhost%3A8788",
  })
  void issuer_isItsHostAndThenItsPath(String url, String path) {
    assertEquals(path, AdministeredResource.of(new IssuerUrl(url)).path());
  }

  @ParameterizedTest
  @CsvSource({
    "readers/group/staff, attachment/readers/group/staff",
    "readers/entity/note/a/b, attachment/readers/entity/note/a%2Fb",
    "readers/entity/group/b, attachment/readers/entity/%67roup/b",
    "readers/token/https://i.example/x#repo:a/b,"
        + " attachment/readers/token/https%3A%2F%2Fi.example%2Fx/repo%3Aa%2Fb",
    "readers/principal/arn:aws:iam::111122223333:role/x/App,"
        + " attachment/readers/principal/arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2FApp",
    "readers/resource/arn:aws:s3:::b/k, attachment/readers/resource/arn%3Aaws%3As3%3A%3A%3Ab%2Fk",
    "readers, attachment/readers",
    "readers/what/ever, attachment/readers/what/ever"
  })
  void attachment_isItsPolicyAndItsTarget(String name, String path) {
    assertEquals(path, AdministeredResource.of(new ItemKey(ItemKind.ATTACHMENT, name)).path());
  }
}
