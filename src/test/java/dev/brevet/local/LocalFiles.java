package dev.brevet.local;

import java.nio.file.Path;

/// What `mvn -Plocal` writes for other shells to use: `env.sh`, a token for each identity, an AWS
/// configuration and a curl configuration with the local user's key. The keys and tokens mean
/// something to this world alone, so a world on another port than the usual one has a folder of its
/// own.
final class LocalFiles {
  static final String IDENTITY = "deploy-pipeline";
  static final String MAPPING = "orders-reader";

  private final Path checkout;
  private final LocalWorld world;

  LocalFiles(Path checkout, LocalWorld world) {
    this.checkout = checkout;
    this.world = world;
  }

  /// Where the files of the world on `port` are, from the checkout.
  static String folder(int port) {
    return port == LocalOptions.DEFAULT_PORT ? "target/local" : "target/local/" + port;
  }

  void write() {
    write("env.sh", environment());
    world.identityNames().forEach(name -> write(name + ".jwt", world.token(name)));
    write("aws-config", awsConfig());
    world
        .userNames()
        .forEach(name -> write(name + ".curl", "user = \"" + pair(world.userKey(name)) + "\"\n"));
  }

  private String environment() {
    return """
    export BREVET_URL=%s
    export BREVET_TOKEN=%s
    export BREVET_MAPPING=%s
    export AWS_ENDPOINT_URL_STS=%s
    export AWS_ENDPOINT_URL_DYNAMODB=%s
    export AWS_REGION=%s
    export AWS_DEFAULT_REGION=$AWS_REGION
    """
        .formatted(
            world.url(),
            world.token(IDENTITY),
            MAPPING,
            world.stsEndpoint(),
            world.dynamoDbEndpoint(),
            world.options().region());
  }

  private String awsConfig() {
    StringBuilder config = new StringBuilder();
    for (String name : world.userNames()) {
      LocalKey key = world.userKey(name);
      config.append(
          """
          [profile %s]
          region = %s
          services = local
          aws_access_key_id = %s
          aws_secret_access_key = %s

          """
              .formatted(
                  name,
                  world.options().region(),
                  key.accessKeyId(),
                  key.secretAccessKey().reveal()));
    }
    return config
        .append(
            """
            [profile vended]
            region = %s
            services = local
            credential_process = curl -sf -H "Authorization: %s" %s/v1/credentials/%s

            [services local]
            sts =
              endpoint_url = %s
            dynamodb =
              endpoint_url = %s
            """
                .formatted(
                    world.options().region(),
                    world.token(IDENTITY),
                    world.url(),
                    MAPPING,
                    world.stsEndpoint(),
                    world.dynamoDbEndpoint()))
        .toString();
  }

  private static String pair(LocalKey key) {
    return key.accessKeyId() + ":" + key.secretAccessKey().reveal();
  }

  private void write(String name, String text) {
    PrivateFile.write(checkout.resolve(folder(world.url().getPort())).resolve(name), text);
  }
}
