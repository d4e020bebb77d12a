package dev.brevet.lambda;

import dagger.Module;
import dagger.Provides;
import dev.brevet.api.AdministrationPolicy;
import dev.brevet.api.Administrators;
import dev.brevet.api.Authentication;
import dev.brevet.api.HealthEndpoint;
import dev.brevet.api.Refusals;
import dev.brevet.api.Router;
import dev.brevet.api.vend.ConsoleEndpoint;
import dev.brevet.api.vend.ContainerCredentialsEndpoint;
import dev.brevet.api.vend.CredentialsEndpoint;
import dev.brevet.api.vend.ExplainEndpoint;
import dev.brevet.api.vend.MappingsEndpoint;
import dev.brevet.api.vend.StsEndpoint;
import dev.brevet.api.vend.Vending;
import dev.brevet.decisionlog.DecisionRecorder;
import dev.brevet.decisionlog.dynamodb.DynamoDbRecordedDecisions;
import dev.brevet.identity.GatewayIdentity;
import dev.brevet.identity.Issuers;
import dev.brevet.identity.TokenVerifier;
import dev.brevet.identity.dynamodb.DynamoDbIssuerStore;
import dev.brevet.lambda.environment.Settings;
import dev.brevet.mapping.Mappings;
import dev.brevet.mapping.MappingsByRole;
import dev.brevet.vending.IssuedSessions;
import dev.brevet.vending.RecordedSessions;
import dev.brevet.vending.RoleAssumer;
import dev.brevet.vending.RoleTargets;
import dev.brevet.vending.VendCredentials;
import dev.brevet.vending.VendableMappings;
import dev.brevet.vending.sts.FederationSignIn;
import jakarta.inject.Singleton;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// What the function that vends answers.
@Module
interface VendModule {
  /// Asked each time, so that a registration that was deleted or disabled vends nothing any more.
  @Provides
  static Issuers issuers(DynamoDbClient dynamoDb, Settings settings) {
    return new DynamoDbIssuerStore(
        dynamoDb, settings.issuersTable(), settings.allowLoopbackIssuers());
  }

  /// One for all routes, as it remembers what was vended.
  @Provides
  @Singleton
  static VendCredentials vend(
      Mappings mappings,
      IssuedSessions issued,
      RoleAssumer roles,
      DecisionRecorder records,
      Settings settings) {
    return new VendCredentials(mappings, issued, roles, records, settings.clock());
  }

  /// Read for mappings that allow role chaining alone.
  @Provides
  static IssuedSessions issued(DynamoDbClient dynamoDb, Settings settings) {
    return new RecordedSessions(new DynamoDbRecordedDecisions(dynamoDb, settings.decisionsTable()));
  }

  @Provides
  static Refusals refusals(DecisionRecorder records) {
    return new Refusals(records);
  }

  @Provides
  static Authentication authentication(TokenVerifier tokens, Refusals refusals) {
    return new Authentication(tokens, GatewayIdentity::verify, refusals);
  }

  @Provides
  static Vending vending(Authentication authentication, VendCredentials vend, Refusals refusals) {
    return new Vending(authentication, vend::vend, refusals);
  }

  @Provides
  static StsEndpoint sts(
      Authentication authentication,
      Mappings mappings,
      VendCredentials vend,
      Refusals refusals,
      Settings settings) {
    RoleTargets targets =
        new RoleTargets(new MappingsByRole(mappings, settings.clock()), mappings, vend);
    return new StsEndpoint(authentication, targets::find, vend::vend, refusals);
  }

  @Provides
  static Administrators administrators(Settings settings) {
    return new Administrators(
        AdministrationPolicy.naming(settings.administrators()),
        settings.partition(),
        settings.region().id());
  }

  @Provides
  static ConsoleEndpoint console(
      Authentication authentication, VendCredentials vend, Refusals refusals, Settings settings) {
    return new ConsoleEndpoint(
        authentication, vend::vend, new FederationSignIn(settings.federationEndpoint()), refusals);
  }

  @Provides
  static ExplainEndpoint explain(
      Authentication authentication,
      VendCredentials vend,
      Refusals refusals,
      Administrators administrators) {
    return new ExplainEndpoint(authentication, vend::explain, refusals, administrators);
  }

  @Provides
  static MappingsEndpoint mappings(
      Authentication authentication,
      Mappings mappings,
      IssuedSessions issued,
      DecisionRecorder records,
      Refusals refusals,
      Administrators administrators,
      Settings settings) {
    return new MappingsEndpoint(
        authentication,
        new VendableMappings(mappings, issued, records, settings.clock())::list,
        refusals,
        administrators);
  }

  @Provides
  static Router router(
      Vending vending,
      StsEndpoint sts,
      ExplainEndpoint explain,
      MappingsEndpoint mappings,
      ConsoleEndpoint console,
      DynamoDbClient dynamoDb,
      Settings settings) {
    return new Router(
        List.of(
            new CredentialsEndpoint(vending),
            new ContainerCredentialsEndpoint(vending),
            sts,
            explain,
            mappings,
            console,
            new HealthEndpoint(new TableProbe(dynamoDb, settings), settings.clock())));
  }
}
