package dev.brevet.directory.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.Entity;
import dev.brevet.directory.Group;
import dev.brevet.directory.ItemKind;
import dev.brevet.json.DocumentReading;
import dev.brevet.json.DocumentReading.Unreadable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ItemReaderTest {
  private static final String POLICY =
      "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'record:read','Resource':'*'}}";

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private static DirectoryItem read(ItemKind kind, String text) {
    DocumentReading<DirectoryItem> reading = ItemReader.read(kind, json(text));
    return reading.valid().orElseThrow();
  }

  @Test
  void properties_becomeConditionValues() {
    Entity entity =
        (Entity)
            read(
                ItemKind.ENTITY,
                "{'type':'user','id':'al/ice','properties':{'role':'admin','level':3,'active':true,"
                    + "'tags':['a','b'],'none':[],'address':{'country':'NO','geo':{'lat':1.50}}}}");

    assertEquals(
        Map.of(
            "role", List.of("admin"),
            "level", List.of("3"),
            "active", List.of("true"),
            "tags", List.of("a", "b"),
            "address.country", List.of("NO"),
            "address.geo.lat", List.of("1.50")),
        entity.properties().asMap());
  }

  static Stream<Arguments> documents() {
    return Stream.of(
        Arguments.of(ItemKind.ENTITY, "{'type':'user','id':'alice'}"),
        Arguments.of(ItemKind.ENTITY, "{'type':'user','id':'a b','properties':{'role':['x','y']}}"),
        Arguments.of(
            ItemKind.GROUP,
            "{'name':'staff','description':'all','members':[{'entity':{'type':'user','id':'a'}},"
                + "{'group':'editors'},{'principal':'arn:aws:iam::111122223333:role/team/R'},"
                + "{'token':{'issuer':'https://issuer.example','sub':'s#1'}}]}"),
        Arguments.of(
            ItemKind.POLICY,
            "{'name':'p','type':'identity','defaultVersion':'v3','latestVersion':'v4','versions':["
                + "{'versionId':'v1','policy':"
                + POLICY
                + "},{'versionId':'v3','policy':"
                + POLICY
                + "}]}"),
        Arguments.of(ItemKind.ATTACHMENT, "{'policy':'p','target':{'group':'staff'}}"),
        Arguments.of(
            ItemKind.ATTACHMENT, "{'policy':'p','target':{'resource':{'type':'r','id':'1'}}}"),
        Arguments.of(
            ItemKind.ATTACHMENT, "{'policy':'p','target':{'resource':'arn:aws:s3:::b/k'}}"),
        Arguments.of(
            ItemKind.BOUNDARY, "{'subject':{'entity':{'type':'u','id':'1'}},'policy':'p'}"),
        Arguments.of(
            ItemKind.ENFORCEMENT_POINT,
            "{'name':'app','subject':{'principal':'arn:aws:iam::111122223333:role/App'},"
                + "'assertable':{'subject':{'add':['*'],'replace':['role']},'context':{'add':['ip']}},"
                + "'globalKeys':['aws:SourceIp']}"));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void document_isReadBackAsItWasWritten(ItemKind kind, String text) {
    DirectoryItem item = read(kind, text);

    assertEquals(item, read(kind, ItemWriter.write(item)));
    assertEquals(item, read(kind, ItemWriter.writeWithVersion(item, 7)));
    assertEquals(kind, item.key().kind());
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(ItemKind.ENTITY, "", "empty"),
        Arguments.of(ItemKind.ENTITY, "[]", "must be an object"),
        Arguments.of(ItemKind.ENTITY, "{'id':'a'}", "`type`: is missing"),
        Arguments.of(ItemKind.ENTITY, "{'type':'u'}", "`id`: is missing"),
        Arguments.of(
            ItemKind.ENTITY,
            "{'type':'u/x','id':'a'}",
            "`type`: has 1 to 64 letters, digits, `_` and `-`"),
        Arguments.of(
            ItemKind.ENTITY,
            "{'type':'u','id':'a\\u0000'}",
            "`id`: an entity's id is 1 to 512 bytes of UTF-8 without control characters"),
        Arguments.of(
            ItemKind.ENTITY,
            "{'type':'u','id':'" + "é".repeat(257) + "'}",
            "`id`: an entity's id is 1 to 512 bytes of UTF-8 without control characters"),
        Arguments.of(ItemKind.ENTITY, "{'type':'u','id':'a','id':'b'}", "`id`: is given twice"),
        Arguments.of(ItemKind.ENTITY, "{'type':'u','id':'a','x':1}", "`x`: is not a known field"),
        Arguments.of(
            ItemKind.ENTITY,
            "{'type':'u','id':'a','properties':{'Id':'b'}}",
            "`properties`: `Id` is reserved and cannot be a property"),
        Arguments.of(
            ItemKind.ENTITY,
            "{'type':'u','id':'a','properties':{'role':'b','Role':'c'}}",
            "`properties`: `Role` differs from another name only by case"),
        Arguments.of(
            ItemKind.ENTITY,
            "{'type':'u','id':'a','properties':{'a.b':'b','a':{'b':'c'}}}",
            "`properties`: `a.b` is given twice"),
        Arguments.of(
            ItemKind.ENTITY,
            "{'type':'u','id':'a','properties':{'a':null}}",
            "`properties`: `a` must be a string, a number, true, false, or a list of these"),
        Arguments.of(
            ItemKind.ENTITY,
            "{'type':'u','id':'a','properties':{'a':[['b']]}}",
            "`properties`: `a` must be a string, a number, true, false, or a list of these"),
        Arguments.of(
            ItemKind.ENTITY,
            "{'type':'u','id':'a','properties':" + "{'a':".repeat(9) + "1" + "}".repeat(9) + "}",
            "`properties`: nested deeper than 8 objects"),
        Arguments.of(
            ItemKind.GROUP,
            "{'name':'a','members':[{'group':'a'}]}",
            "`members`: a group cannot contain itself"),
        Arguments.of(
            ItemKind.GROUP,
            "{'name':'a','members':[{'resource':'arn:aws:s3:::b'}]}",
            "`members[0]`: a resource cannot be in a group"),
        Arguments.of(
            ItemKind.GROUP,
            "{'name':'a','members':[{}]}",
            "`members[0]`: must have one of `principal`, `entity`, `token`, `group`, `resource`"),
        Arguments.of(
            ItemKind.GROUP,
            "{'name':'a','members':[{'group':'b','principal':'c'}]}",
            "`members[0]`: must have one of `principal`, `entity`, `token`, `group`, `resource`"),
        Arguments.of(
            ItemKind.GROUP,
            "{'name':'a','members':[{'principal':'arn:aws:sts::111122223333:assumed-role/R/s'}]}",
            "`members[0].principal`: not the ARN of an IAM user or role:"
                + " `arn:aws:sts::111122223333:assumed-role/R/s`"),
        Arguments.of(
            ItemKind.GROUP,
            "{'name':'a','members':[{'token':{'issuer':'directory:user','sub':'alice'}}]}",
            "`members[0].token`: not the url of an issuer: `directory:user`"),
        Arguments.of(
            ItemKind.ENTITY,
            "{'type':'bucket','id':'arn:aws:S3:::b'}",
            "`id`: an ARN's partition and service must be in lower case"),
        Arguments.of(
            ItemKind.POLICY,
            "{'name':'p','type':'trust','defaultVersion':'v1','latestVersion':'v1','versions':[]}",
            "`type`: must be `identity` or `resource`"),
        Arguments.of(
            ItemKind.POLICY,
            "{'name':'p','type':'identity','defaultVersion':'v2','latestVersion':'v2','versions':[{'versionId':'v1',"
                + "'policy':"
                + POLICY
                + "}]}",
            "the default version is not among the versions"),
        Arguments.of(
            ItemKind.BOUNDARY,
            "{'subject':{'group':'g'},'policy':'p'}",
            "`subject`: must be `principal`, `entity` or `token`"),
        Arguments.of(
            ItemKind.ENFORCEMENT_POINT,
            "{'name':'a','subject':{'entity':{'type':'u','id':'1'}}}",
            "`subject`: must be a `principal` or a `token`: a program has no other proof"),
        Arguments.of(
            ItemKind.ENFORCEMENT_POINT,
            "{'name':'a','subject':{'principal':'arn:aws:iam::111122223333:role/R'},"
                + "'globalKeys':['aws:PrincipalArn']}",
            "`globalKeys`: `aws:principalarn` follows from the subject: a program cannot state"
                + " it"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void document_thatIsWrong_isRefusedByField(ItemKind kind, String text, String problem) {
    DocumentReading<DirectoryItem> reading = ItemReader.read(kind, json(text));

    String summary = assertInstanceOf(Unreadable.class, reading, reading::toString).summary();
    assertEquals(problem, summary.replaceAll(" \\(line 1, column \\d+\\)", ""));
  }

  @Test
  void policyOfTheWrongType_isRefusedWithItsPlace() {
    String text =
        "{'name':'p','type':'identity','defaultVersion':'v1','latestVersion':'v1','versions':[{'versionId':'v1',"
            + "'policy':{'Version':'2012-10-17','Statement':{'Effect':'Allow','Principal':'*',"
            + "'Action':'*','Resource':'*'}}}]}";
    DocumentReading<DirectoryItem> reading = ItemReader.read(ItemKind.POLICY, json(text));

    String summary = assertInstanceOf(Unreadable.class, reading, reading::toString).summary();
    assertTrue(summary.startsWith("`versions[0].policy`: "), summary);
    assertTrue(
        summary.endsWith(" (line 1, column " + (text.indexOf("'Principal'") + 1) + ")"), summary);
  }

  @Test
  void tooMany_areRefused() {
    String members =
        IntStream.rangeClosed(0, Group.MOST_MEMBERS)
            .mapToObj(i -> "{'group':'g" + i + "'}")
            .collect(Collectors.joining(","));
    String properties =
        IntStream.rangeClosed(0, 128)
            .mapToObj(i -> "'p" + i + "':1")
            .collect(Collectors.joining(","));

    assertEquals(
        "`members`: a group has at most 4000 members (line 1, column 23)",
        ((Unreadable)
                ItemReader.read(ItemKind.GROUP, json("{'name':'a','members':[" + members + "]}")))
            .summary());
    assertEquals(
        "`properties`: there are more than 128 properties (line 1, column 35)",
        ((Unreadable)
                ItemReader.read(
                    ItemKind.ENTITY,
                    json("{'type':'u','id':'1','properties':{" + properties + "}}")))
            .summary());
    assertEquals(
        "longer than 262144 characters",
        ((Unreadable) ItemReader.read(ItemKind.ENTITY, " ".repeat(262_145))).summary());
  }
}
