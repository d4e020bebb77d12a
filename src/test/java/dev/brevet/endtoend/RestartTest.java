package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.brevet.local.LocalOptions;
import dev.brevet.local.LocalWorld;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/// A local world with a folder for its data.
class RestartTest {
  private static final String ADMINISTRATOR = "arn:aws:iam::111122223333:user/dev/local-user";

  @Test
  void restart_keepsDecisionsMappingsAndTokens_andSamplesOverwriteNoEdit(@TempDir Path data) {
    LocalOptions options = SharedWorld.options().withData(data);
    String decision;
    String token;
    try (LocalWorld world = SharedWorld.start(options)) {
      token = world.token("deploy-pipeline");
      Answer vended = vend(world, token);
      assertEquals(200, vended.status(), vended.toString());
      decision = vended.decision();
      AwsCredentials administrator = world.credentials(ADMINISTRATOR);
      String path = "/v1/iam/admin/mappings/orders-reader";
      Answer read = new Call(world, "GET", path).signed(administrator).send();
      String disabled = ((ObjectNode) read.json()).put("enabled", false).toString();
      Answer written =
          new Call(world, "PUT", path)
              .header("If-Match", "\"1\"")
              .body(disabled)
              .signed(administrator)
              .send();
      assertEquals("\"2\"", written.header("ETag").orElse(""), written.toString());
    }
    try (LocalWorld world = SharedWorld.start(options)) {
      assertEquals("vended", Tables.text(new Tables(world).decision(decision), "code").orElse(""));
      vend(world, token).assertDecided(403, "access_denied");
    }
  }

  private static Answer vend(LocalWorld world, String token) {
    return new Call(world, "POST", "/v1/credentials")
        .bearer(token)
        .body("{\"mapping\":\"orders-reader\"}")
        .send();
  }
}
