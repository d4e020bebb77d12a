package dev.brevet.lambda;

import dagger.Module;
import dagger.Provides;
import dev.brevet.api.AdministrationPolicy;
import dev.brevet.api.Administrators;
import dev.brevet.api.Gate;
import dev.brevet.api.HealthEndpoint;
import dev.brevet.api.Refusals;
import dev.brevet.api.Router;
import dev.brevet.api.vend.ConsoleEndpoint;
import dev.brevet.api.vend.CredentialsEndpoint;
import dev.brevet.api.vend.ExplainEndpoint;
import dev.brevet.api.vend.MappingsEndpoint;
import dev.brevet.api.vend.StsEndpoint;
import dev.brevet.decisionlog.DecisionRecorder;
import dev.brevet.decisionlog.dynamodb.DynamoDbRecordedDecisions;
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

  /// Read only for mappings that allow role chaining.
  @Provides
  static IssuedSessions issued(DynamoDbClient dynamoDb, Settings settings) {
    return new RecordedSessions(new DynamoDbRecordedDecisions(dynamoDb, settings.decisionsTable()));
  }

  @Provides
  static Gate gate(TokenVerifier tokens, DecisionRecorder records) {
    return Gate.ofMappings(tokens, new Refusals(records));
  }

  @Provides
  static StsEndpoint sts(Gate gate, Mappings mappings, VendCredentials vend, Settings settings) {
    RoleTargets targets =
        new RoleTargets(new MappingsByRole(mappings, settings.clock()), mappings, vend);
    return new StsEndpoint(gate, targets::find, vend::vend);
  }

  @Provides
  static Administrators administrators(Settings settings) {
    return new Administrators(
        AdministrationPolicy.naming(settings.administrators()),
        settings.partition(),
        settings.region().id());
  }

  @Provides
  static ConsoleEndpoint console(Gate gate, VendCredentials vend, Settings settings) {
    return new ConsoleEndpoint(
        gate, vend::vend, new FederationSignIn(settings.federationEndpoint()));
  }

  @Provides
  static MappingsEndpoint mappings(
      Gate gate,
      Mappings mappings,
      IssuedSessions issued,
      DecisionRecorder records,
      Administrators administrators,
      Settings settings) {
    return new MappingsEndpoint(
        gate,
        new VendableMappings(mappings, issued, records, settings.clock())::list,
        administrators);
  }

  @Provides
  static Router router(
      Gate gate,
      VendCredentials vend,
      StsEndpoint sts,
      MappingsEndpoint mappings,
      ConsoleEndpoint console,
      Administrators administrators,
      DynamoDbClient dynamoDb,
      Settings settings) {
    return new Router(
        List.of(
            new CredentialsEndpoint(gate, vend::vend),
            sts,
            new ExplainEndpoint(gate, vend::explain, administrators),
            mappings,
            console,
            new HealthEndpoint(new TableProbe(dynamoDb, settings), settings.clock())));
  }
}
