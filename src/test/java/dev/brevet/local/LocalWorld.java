package dev.brevet.local;

import module java.base;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.brevet.directory.dynamodb.DynamoDbDirectoryStore;
import dev.brevet.iam.RoleArn;
import dev.brevet.lambda.environment.Settings;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Brevet and all that it needs, on loopback addresses of this machine.
public final class LocalWorld implements AutoCloseable {
  /// The value of `x-brevet-audience` that presigned identities must have signed here.
  public static final String PRESIGNED_AUDIENCE = "brevet.local";

  /// The local IAM user who may administer here.
  static final String ADMINISTRATOR = "arn:aws:iam::111122223333:user/dev/local-user";

  private static final Duration TOKEN_LIFETIME = Duration.ofHours(12);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final LocalOptions options;
  private final Template template;
  private final LocalKeys keys = new LocalKeys();
  private final Map<String, LocalKey> userKeys = new LinkedHashMap<>();
  private final Map<String, LocalFunction> functions = new HashMap<>();

  private String publicUrl = "";
  private LocalIssuer issuer;
  private LocalSignIn signIn;
  private Samples samples;
  private LocalIam iam;
  private Optional<LocalSts> sts = Optional.empty();
  private Optional<LocalDynamoDb> dynamoDb = Optional.empty();
  private LocalGateway gateway;

  private LocalWorld(LocalOptions options) {
    this.options = options;
    this.template =
        Template.read(
            options.base().resolve("template.yaml"),
            Map.of("Administrators", ADMINISTRATOR, "PresignedAudience", PRESIGNED_AUDIENCE),
            Map.of(
                "AWS::Region",
                options.region(),
                "AWS::AccountId",
                LocalIam.ACCOUNT.digits(),
                "AWS::Partition",
                LocalIam.PARTITION,
                "AWS::URLSuffix",
                "amazonaws.com",
                "AWS::StackName",
                "brevet-local",
                "AWS::StackId",
                "brevet-local"));
  }

  /// Starts everything; what had started is closed again when something does not.
  ///
  /// @throws UncheckedIOException when the gateway's port is taken
  public static LocalWorld start(LocalOptions options) {
    LocalWorld world = new LocalWorld(options);
    try {
      world.start();
      return world;
    } catch (RuntimeException | Error e) {
      world.close();
      throw e;
    }
  }

  private void start() {
    // Bound first, so that a taken port is known before anything else starts.
    HttpServer door = Loopback.server(options.port());
    publicUrl = "http://127.0.0.1:" + door.getAddress().getPort();
    open.push(() -> Loopback.stop(door));
    issuer = keep(KeptIssuer.start(options));
    signIn = keep(LocalSignIn.start());
    samples = new Samples(options.base().resolve("samples"), issuer.url());
    // Whoever signs in, in a browser that asks nothing.
    issuer.login().person(samples.identities().getOrDefault("alice", Map.of("sub", "alice")));
    iam = LocalIam.read(samples.iam());
    addFunctionRoles();
    iam.users().forEach(user -> userKeys.put(user.name(), keys.longTerm(user.caller())));
    if (options.sts().isEmpty()) {
      sts =
          Optional.of(
              keep(
                  Ports.near(
                      options.port(),
                      2,
                      port ->
                          LocalSts.start(port, iam, keys, options.clock(), options.sessions()))));
    }
    if (options.dynamoDb().isEmpty()) {
      Path files = options.data().map(folder -> folder.resolve("dynamodb")).orElse(null);
      dynamoDb =
          Optional.of(
              keep(Ports.near(options.port(), 3, port -> LocalDynamoDb.start(port, files))));
    }
    try (DynamoDbClient client = dynamoDbClient()) {
      if (options.dynamoDb().filter(LocalOptions::isAws).isEmpty()) {
        LocalTables.create(client, template);
      }
      samples.load(client, tableName("MAPPINGS_TABLE"), tableName("ISSUERS_TABLE"));
      samples.load(
          new DynamoDbDirectoryStore(client, tableName("DIRECTORY_TABLE"), options.clock()));
    }
    template
        .resources("AWS::Serverless::Function")
        .keySet()
        .forEach(
            name ->
                functions.put(
                    name,
                    keep(
                        LocalFunction.start(
                            template, name, settings(name), options.invocations()))));
    gateway =
        keep(
            LocalGateway.start(
                door, template, functions, iam, keys, options.region(), options.clock()));
  }

  /// The functions' roles, with the policies that the template gives them.
  private void addFunctionRoles() {
    template
        .resources("AWS::IAM::Role")
        .forEach(
            (id, role) ->
                iam.addRole(
                    RoleArn.parse(template.roleArn(id)).orElseThrow(),
                    json(role.get("AssumeRolePolicyDocument")),
                    Template.list(role.getOrDefault("Policies", List.of())).stream()
                        .map(policy -> json(Template.map(policy).get("PolicyDocument")))
                        .toList()));
  }

  /// The settings of the function `name`: the template's environment, and where its services are
  /// here.
  Settings settings(String name) {
    return Settings.of(environment(name), () -> functionCredentials(name), options.clock());
  }

  private Map<String, String> environment(String name) {
    Map<String, String> environment = new HashMap<>(LocalFunction.environment(template, name));
    environment.put("AWS_REGION", options.region());
    environment.put("AWS_LAMBDA_FUNCTION_NAME", name);
    environment.put("AWS_ENDPOINT_URL_STS", stsEndpoint().toString());
    environment.put("AWS_ENDPOINT_URL_DYNAMODB", dynamoDbEndpoint().toString());
    environment.put("ALLOW_LOOPBACK_ISSUERS", "true");
    environment.put("PUBLIC_URL", publicUrl);
    environment.put("FEDERATION_ENDPOINT", signIn.endpoint().toString());
    for (String table :
        List.of("MAPPINGS_TABLE", "ISSUERS_TABLE", "DIRECTORY_TABLE", "DECISIONS_TABLE")) {
      // A deployed stack's tables, say.
      Optional.ofNullable(System.getenv(table)).ifPresent(value -> environment.put(table, value));
    }
    return environment;
  }

  private AwsCredentialsProvider functionCredentials(String function) {
    if (options.usesAws()) {
      return DefaultCredentialsProvider.builder().build();
    }
    String role =
        Template.text(template.resources("AWS::Serverless::Function").get(function).get("Role"));
    return new FunctionCredentials(
        keys, iam.role(RoleArn.parse(role).orElseThrow()).orElseThrow(), function, options.clock());
  }

  /// A client of this world's DynamoDB, for whoever looks into its tables.
  public DynamoDbClient dynamoDbClient() {
    return DynamoDbClient.builder()
        .endpointOverride(dynamoDbEndpoint())
        .region(Region.of(options.region()))
        .credentialsProvider(functionCredentials(functionNames().get(0)))
        .build();
  }

  /// The name of the table that `variable` (`MAPPINGS_TABLE`, ...) gives the functions.
  public String tableName(String variable) {
    return environment(functionNames().get(0)).get(variable);
  }

  private List<String> functionNames() {
    return List.copyOf(template.resources("AWS::Serverless::Function").keySet());
  }

  /// A token of the sample identity `name` for the sample API behind the authorizer.
  String apiToken(String name) {
    Map<String, Object> claims = new HashMap<>(claims(name));
    claims.put("aud", "orders");
    return issuer.token(claims, TOKEN_LIFETIME);
  }

  /// A token of the sample identity `name`.
  public String token(String name) {
    return issuer.token(claims(name), TOKEN_LIFETIME);
  }

  private Map<String, Object> claims(String name) {
    Map<String, Object> claims = samples.identities().get(name);
    if (claims == null) {
      throw new IllegalArgumentException("there is no sample identity `" + name + "`");
    }
    return claims;
  }

  /// A presigned identity of the principal that `arn` names, as bearer; good once, for a minute.
  String presigned(String arn) {
    return PresignedBearer.of(
        credentials(arn),
        stsEndpoint(),
        PRESIGNED_AUDIENCE,
        options.clock().instant(),
        Duration.ofMinutes(1));
  }

  List<String> identityNames() {
    return List.copyOf(samples.identities().keySet());
  }

  /// The access key of the local IAM user `name`.
  LocalKey userKey(String name) {
    return Optional.ofNullable(userKeys.get(name)).orElseThrow();
  }

  List<String> userNames() {
    return List.copyOf(userKeys.keySet());
  }

  public URI url() {
    return gateway.url();
  }

  public LocalIssuer issuer() {
    return issuer;
  }

  /// What stands in for AWS's console sign-in.
  public LocalSignIn signIn() {
    return signIn;
  }

  public URI stsEndpoint() {
    return sts.map(LocalSts::endpoint).or(options::sts).orElseThrow();
  }

  public URI dynamoDbEndpoint() {
    return dynamoDb.map(LocalDynamoDb::endpoint).or(options::dynamoDb).orElseThrow();
  }

  /// The STS of this world; not there when another stands in.
  public LocalSts sts() {
    return sts.orElseThrow();
  }

  /// The DynamoDB of this world; not there when another stands in.
  public LocalDynamoDb dynamoDb() {
    return dynamoDb.orElseThrow();
  }

  /// Credentials of whatever principal `arn` names: long-term ones of a user, temporary ones of a
  /// role session or a federated user, and even the root user's. Their own policies are those of
  /// the local user or role, if there is one.
  public AwsCredentials credentials(String arn) {
    LocalKey key = LocalPrincipals.key(iam, keys, options.clock(), arn);
    return key.sessionToken().isPresent()
        ? AwsSessionCredentials.create(
            key.accessKeyId(), key.secretAccessKey().reveal(), key.sessionToken().get().reveal())
        : AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey().reveal());
  }

  /// The accounts of this world.
  LocalIam iam() {
    return iam;
  }

  LocalFunction function(String name) {
    return Optional.ofNullable(functions.get(name))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the template has no function `" + name + "`, but " + functionNames()));
  }

  Template template() {
    return template;
  }

  LocalOptions options() {
    return options;
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        System.err.println("while closing: " + e.getMessage());
      }
    }
  }

  private <T extends AutoCloseable> T keep(T started) {
    open.push(started);
    return started;
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
