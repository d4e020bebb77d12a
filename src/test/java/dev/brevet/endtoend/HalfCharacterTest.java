package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.local.LocalWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/// Text that is not Unicode is refused at every route that takes text, in every place.
class HalfCharacterTest {
  private static final LocalWorld WORLD = SharedWorld.world();
  private static final AwsCredentials ADMINISTRATOR =
      WORLD.credentials("arn:aws:iam::111122223333:user/dev/local-user");
  private static final String POLICY =
      "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s3:::secret@/*'}]}";
  private static final String TRUST =
      "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':{'AWS':'444455556666'},'Action':'sts:AssumeRole'}]}";

  /// `@` is where the text is broken; the route takes the same body without it, or with a letter.
  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "POST | /v1/credentials | {'mapping':'orders-reader@'}",
        "POST | /v1/credentials | {'mapping':'orders-reader','parameters':{'day':'@'}}",
        "POST | /v1/credentials | {'mapping':'orders-reader','parameters':{'d@':'x'}}",
        "POST | /v1/credentials | {'mapping':'orders-reader','x@':1}",
        "POST | /v1/credentials | {'mapping':'orders-reader','policy':POLICY}",
        "POST | /v1/credentials:explain | {'mapping':'orders-reader','policy':POLICY}",
        "POST | /v1/credentials:explain | {'mapping':'orders-reader','parameters':{'day':'@'}}",
        "PUT | /v1/iam/admin/mappings/half |"
            + " {'id':'half','description':'@','roleArn':'arn:aws:iam::111122223333:role/brevet/R','trustPolicy':TRUST}",
        "PUT | /v1/iam/admin/mappings/half |"
            + " {'id':'half','roleArn':'arn:aws:iam::111122223333:role/brevet/R','trustPolicy':TRUST,'sessionPolicy':POLICY}",
        "PUT | /v1/iam/admin/mappings/half |"
            + " {'id':'half','roleArn':'arn:aws:iam::111122223333:role/brevet/R','trustPolicy':TRUST,'parameters':{'p':{'from':'request','pattern':'.*','default':'@'}}}",
        "PUT | /v1/iam/admin/mappings/half |"
            + " {'id':'half','roleArn':'arn:aws:iam::111122223333:role/brevet/R','trustPolicy':TRUST,'sessionTags':{'a@':'x'}}",
        "PUT | /v1/iam/admin/policies/half | {'name':'half','type':'identity','policy':POLICY}",
        "PUT | /v1/iam/admin/entities/note/half | {'type':'note','id':'half','tags':{'a':'@'}}",
        "PUT | /v1/iam/admin/groups/half | {'name':'half','members':[{'type':'user','id':'@'}]}",
        "POST | /v1/iam/admin/attachments | {'policy':'half@','target':{'group':'x'}}",
        "POST | /access/v1/evaluation |"
            + " {'subject':{'type':'user','id':'alice@'},'action':{'name':'read'},'resource':{'type':'record','id':'record-1'}}",
        "POST | /access/v1/evaluation |"
            + " {'subject':{'type':'user','id':'alice'},'action':{'name':'read'},'resource':{'type':'record','id':'record-1','properties':{'a':'@'}}}",
        "POST | /access/v1/evaluation |"
            + " {'subject':{'type':'user','id':'alice'},'action':{'name':'read'},'resource':{'type':'record','id':'record-1'},'context':{'a@':'x'}}",
        "POST | /v1/policies:lint | {'policy':POLICY,'kind':'identity'}",
        "POST | /v1/policies:compare | {'kind':'identity','new':POLICY,'existing':POLICY}",
      })
  void halfACharacter_isRefusedWhereverTextEnters(String method, String path, String body) {
    String json = body.replace("POLICY", POLICY).replace("TRUST", TRUST).replace('\'', '"');
    for (String half : new String[] {"\\ud800", "\\uDFFF", "a\\ude00\\ud83d"}) {
      refused(method, path, json.replace("@", half).getBytes(StandardCharsets.UTF_8));
    }
    String[] around = json.split("@", -1);
    // A surrogate in UTF-8, an overlong `A`, a byte that is none.
    for (String bytes : new String[] {"\u00ed\u00a0\u0080", "\u00c1\u0081", "\u00ff"}) {
      refused(method, path, String.join(bytes, around).getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private static void refused(String method, String path, byte[] body) {
    Call call = SharedWorld.call(method, path).body(body, "application/json");
    Answer answer =
        (path.startsWith("/v1/iam/")
                ? call.signed(ADMINISTRATOR)
                : call.bearer(
                    WORLD.token(path.startsWith("/access") ? "records-app" : "deploy-pipeline")))
            .send();
    assertEquals(
        400, answer.status(), new String(body, StandardCharsets.ISO_8859_1) + ": " + answer);
    // Of half a character in a name, the parser says no more.
    assertTrue(
        answer.body().contains("surrogate")
            || answer.body().contains("UTF-8")
            || answer.body().contains("not JSON"),
        new String(body, StandardCharsets.ISO_8859_1) + ": " + answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\ud800", "a\\udfffb"})
  void halfACharacter_inTheStsProtocol_isRefused(String half) {
    String policy = POLICY.replace('\'', '"').replace("@", half);
    Answer answer = sts("Policy=" + URLEncoder.encode(policy, StandardCharsets.UTF_8));
    assertEquals(400, answer.status(), answer.toString());
  }

  /// Whatever a form's bytes are, they are not repaired.
  @ParameterizedTest
  @ValueSource(strings = {"%ED%A0%80", "%FF", "%C1%81", "%F0%9F", "\ufffd"})
  void malformedBytes_ofAForm_areRefused(String bytes) {
    Answer answer = sts("Policy=" + bytes);
    assertEquals(400, answer.status(), answer.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"%ED%A0%80", "%FF", "%C1%81", "~7aCA", "~_w"})
  void malformedBytes_ofAPath_nameNothing(String segment) {
    Answer answer =
        SharedWorld.call("GET", "/v1/iam/admin/entities/note/" + segment)
            .signed(ADMINISTRATOR)
            .send();
    assertTrue(answer.status() == 400 || answer.status() == 404, answer.toString());
  }

  /// STS takes U+0020 to U+00FF in a policy. What lies beyond is written as an escape.
  @ParameterizedTest
  @ValueSource(strings = {"\u58f2\u4e0a", "\ud83d\ude00", "\u00e9", "\u2028", "\u007f"})
  void otherScripts_areVended(String name) {
    String policy = POLICY.replace('\'', '"').replace("@", name).replace("s3:*", "dynamodb:*");
    Answer answer =
        SharedWorld.vend(
            WORLD.token("deploy-pipeline"),
            "{\"mapping\":\"orders-reader\",\"policy\":"
                + policy.replace(
                    "\"arn:aws:s3:::secret" + name + "/*\"",
                    "[\"*\"],\"Condition\":{\"StringNotEquals\":{\"aws:userid\":\"" + name + "\"}}")
                + "}");
    assertEquals(200, answer.status(), answer.toString());
  }

  @Test
  void wholeText_isTaken() {
    assertNotEquals(
        400,
        SharedWorld.vend(
                WORLD.token("deploy-pipeline"),
                "{\"mapping\":\"\\ud83d\\ude00\ud83d\ude00\ufffd\"}")
            .status());
  }

  private static Answer sts(String more) {
    return SharedWorld.call("POST", "/")
        .body(
            ("Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleSessionName=name&RoleArn="
                    + "arn:aws:iam::111122223333:role/brevet/OrdersReader&WebIdentityToken="
                    + WORLD.token("deploy-pipeline")
                    + "&"
                    + more)
                .getBytes(StandardCharsets.UTF_8),
            "application/x-www-form-urlencoded")
        .send();
  }
}
