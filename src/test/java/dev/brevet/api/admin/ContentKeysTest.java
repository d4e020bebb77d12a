package dev.brevet.api.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.ItemKind;
import dev.brevet.directory.document.ItemReader;
import dev.brevet.iam.RequestContext;
import dev.brevet.identity.TrustedIssuerDocument;
import dev.brevet.json.DocumentReading;
import dev.brevet.mapping.MappingReader;
import org.junit.jupiter.api.Test;

class ContentKeysTest {
  private static RequestContext item(ItemKind kind, String json) {
    DocumentReading<DirectoryItem> reading = ItemReader.read(kind, json.replace('\'', '"'));
    return ContentKeys.of(reading.valid().orElseThrow());
  }

  private static List<RequestContext> everything() {
    String mapping =
        """
        {"id":"m","roleArn":"arn:aws:iam::111122223333:role/x/R",
         "trustPolicy":{"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Principal":{"AWS":["444455556666","arn:aws:iam::444455556666:role/x/A"]},"Action":"sts:AssumeRole"},
          {"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/a.example/x"},
           "Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"a.example/x:sub":"s"}}}]},
         "managedPolicyArns":["arn:aws:iam::aws:policy/ReadOnlyAccess"],"sessionTags":{"team":"a"},
         "sessionPolicy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}}
        """;
    String issuer =
        "{\"issuer\":\"https://abc.tokens.sts.global.api.aws\",\"kind\":\"AWS\",\"account\":\"111122223333\",\"audiences\":[\"b\"]}";
    return List.of(
        ContentKeys.of(MappingReader.read(mapping).valid().orElseThrow()),
        ContentKeys.of(TrustedIssuerDocument.read(issuer, false).valid().orElseThrow()),
        item(ItemKind.ENTITY, "{'type':'note','id':'1'}"),
        item(
            ItemKind.GROUP,
            "{'name':'g','members':[{'group':'h'},{'entity':{'type':'user','id':'1'}},"
                + "{'principal':'arn:aws:iam::111122223333:role/x/R'},{'token':{'issuer':'https://a.example/x','sub':'s'}}]}"),
        item(
            ItemKind.ATTACHMENT,
            "{'policy':'p','target':{'principal':'arn:aws:iam::111122223333:role/x/R'}}"),
        item(ItemKind.BOUNDARY, "{'policy':'p','subject':{'entity':{'type':'user','id':'1'}}}"),
        item(
            ItemKind.ENFORCEMENT_POINT,
            "{'name':'e','subject':{'token':{'issuer':'https://a.example:8443/x','sub':'s'}}}"),
        item(
            ItemKind.API,
            "{'name':'a','api':'arn:aws:execute-api:eu-west-1:111122223333:a1','audiences':['a'],"
                + "'entities':[{'issuer':'https://a.example','type':'user','claim':'sub'}],'routes':[{'route':'GET"
                + " /a','action':'read','resource':{'type':'order','id':'1'}}]}"));
  }

  @Test
  void mapping_hasTheKeysOfItsRoleItsTrustAndItsSessions() {
    assertEquals(
        Map.of(
            "brevet:rolearn", List.of("arn:aws:iam::111122223333:role/x/R"),
            "brevet:managedpolicyarn", List.of("arn:aws:iam::aws:policy/ReadOnlyAccess"),
            "brevet:sessiontagkeys", List.of("team"),
            "brevet:sessiontag/team", List.of("a"),
            "brevet:principal",
                List.of("arn:aws:iam::444455556666:root", "arn:aws:iam::444455556666:role/A"),
            "brevet:trustedissuer", List.of("a.example/x"),
            "brevet:issuerhost", List.of("a.example")),
        everything().getFirst().asMap());
  }

  /// One place says which keys there are: policies are checked by it, and people read it.
  @Test
  void everyKey_isKnownToTheChecks_documented_andDropsOutWhereContentIsNotKnown()
      throws IOException {
    Map<String, String> table = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line :
        Files.readAllLines(
            Path.of("src/main/resources/dev/brevet/policy/lint/brevet-condition-keys.tsv"))) {
      if (!line.startsWith("#")) {
        table.put(line.split("\t", -1)[0].replaceAll("[$][{].*", ""), line.split("\t", -1)[1]);
      }
    }
    String page = Files.readString(Path.of("docs/directory.md"));
    List<String> seen = new ArrayList<>();
    for (RequestContext keys : everything()) {
      keys.asMap()
          .forEach(
              (key, values) -> {
                String name = key.startsWith("brevet:sessiontag/") ? "brevet:sessiontag/" : key;
                seen.add(name);
                assertTrue(ContentKeys.isOne(key), key);
                assertTrue(table.containsKey(name), key);
                assertTrue(
                    values.size() == 1 || table.get(name).startsWith("ArrayOf"), key + values);
                assertTrue(page.toLowerCase(java.util.Locale.ROOT).contains("`" + name), key);
              });
    }
    assertTrue(seen.containsAll(List.of("brevet:api", "brevet:issueraccount", "brevet:group")));
  }
}
