package dev.brevet.lambda;

import module java.base;

import dagger.Binds;
import dagger.Module;
import dagger.Provides;
import dev.brevet.api.AdministrationPolicy;
import dev.brevet.api.Gate;
import dev.brevet.api.Refusals;
import dev.brevet.api.Router;
import dev.brevet.api.admin.Administration;
import dev.brevet.api.admin.AdministrativeRights;
import dev.brevet.api.admin.DecisionsAdminEndpoint;
import dev.brevet.api.admin.DirectoryAdminEndpoint;
import dev.brevet.api.admin.IssuersAdminEndpoint;
import dev.brevet.api.admin.MappingsAdminEndpoint;
import dev.brevet.catalogue.Catalogue;
import dev.brevet.decisionlog.DecisionRecorder;
import dev.brevet.decisionlog.RecordedDecisions;
import dev.brevet.directory.DirectoryStore;
import dev.brevet.directory.snapshot.Directory;
import dev.brevet.directory.snapshot.StoredDirectory;
import dev.brevet.identity.IssuerStore;
import dev.brevet.identity.Issuers;
import dev.brevet.identity.TokenVerifier;
import dev.brevet.lambda.environment.Settings;
import dev.brevet.mapping.MappingStore;
import dev.brevet.policy.lint.PolicyLint;

/// What the function that administers answers.
@Module
interface AdminModule {
  @Provides
  static Administration administration(
      TokenVerifier tokens, Directory directory, DecisionRecorder records, Settings settings) {
    return new Administration(
        new Gate(tokens, new Refusals(records)),
        new AdministrativeRights(
            AdministrationPolicy.naming(settings.administrators()),
            directory,
            settings.partition(),
            settings.region().id()),
        records,
        settings.clock());
  }

  /// The directory as it is now, however old it may be for other functions: a caller that lost the
  /// right to write must not be able to give that right back to itself.
  @Provides
  static Directory directory(DirectoryStore store, Settings settings, Consumer<String> lines) {
    return new StoredDirectory(store, Duration.ZERO, settings.clock(), lines);
  }

  /// Issuers as tokens are verified by.
  @Binds
  Issuers registered(IssuerStore issuers);

  @Provides
  static Router router(
      Administration administration,
      MappingStore mappings,
      IssuerStore issuers,
      DirectoryStore directory,
      Directory current,
      RecordedDecisions decisions,
      SecureRandom random,
      Settings settings) {
    PolicyLint lint = new PolicyLint(Catalogue.bundled());
    return new Router(
        List.of(
            new MappingsAdminEndpoint(
                administration, mappings, lint, current, settings.administrators()),
            new IssuersAdminEndpoint(administration, issuers, settings.allowLoopbackIssuers()),
            new DirectoryAdminEndpoint(
                administration, directory, lint, mappings, current, () -> new BackOff(random)),
            new DecisionsAdminEndpoint(administration, decisions)));
  }
}
