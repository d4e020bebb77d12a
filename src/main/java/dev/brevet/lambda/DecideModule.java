package dev.brevet.lambda;

import module java.base;

import dagger.Module;
import dagger.Provides;
import dev.brevet.api.AdministrationPolicy;
import dev.brevet.api.Administrators;
import dev.brevet.api.Gate;
import dev.brevet.api.Refusals;
import dev.brevet.api.Router;
import dev.brevet.api.access.AccessEndpoint;
import dev.brevet.api.access.AccessMetadataEndpoint;
import dev.brevet.api.access.ClientPermissions;
import dev.brevet.api.access.MetadataSigner;
import dev.brevet.api.access.SearchEndpoint;
import dev.brevet.api.access.SimulationEndpoint;
import dev.brevet.authorization.EvaluateAccess;
import dev.brevet.authorization.KnownActions;
import dev.brevet.authorization.SearchAccess;
import dev.brevet.authorization.SimulatePolicy;
import dev.brevet.catalogue.Catalogue;
import dev.brevet.catalogue.CataloguedAction;
import dev.brevet.catalogue.CataloguedService;
import dev.brevet.decisionlog.DecisionRecorder;
import dev.brevet.directory.snapshot.Directory;
import dev.brevet.iam.Action;
import dev.brevet.identity.TokenVerifier;
import dev.brevet.lambda.environment.Settings;
import dev.brevet.mapping.Mappings;

/// What the function that decides for applications answers.
@Module
interface DecideModule {
  @Provides
  static ClientPermissions callers(
      TokenVerifier tokens, DecisionRecorder records, Settings settings) {
    return new ClientPermissions(
        new Gate(tokens, new Refusals(records)),
        new Administrators(
            AdministrationPolicy.naming(settings.administrators()),
            settings.partition(),
            settings.region().id()));
  }

  @Provides
  static Router router(
      ClientPermissions callers,
      Directory directory,
      Mappings mappings,
      DecisionRecorder records,
      Settings settings) {
    Clock clock = settings.clock();
    Catalogue catalogue = Catalogue.bundled();
    return new Router(
        List.of(
            new AccessEndpoint(callers, new EvaluateAccess(directory, mappings, records, clock)),
            new SearchEndpoint(
                callers,
                new SearchAccess(
                    directory,
                    mappings,
                    new KnownActions(prefix -> actions(catalogue, prefix)),
                    settings.directoryTable(),
                    records,
                    clock)),
            new SimulationEndpoint(callers, new SimulatePolicy(directory, records)),
            new AccessMetadataEndpoint(
                settings.publicUrl(), settings.metadataSigningKey().map(MetadataSigner::of))));
  }

  private static Collection<Action> actions(Catalogue catalogue, String prefix) {
    return catalogue.service(prefix).map(CataloguedService::actions).orElse(List.of()).stream()
        .map(CataloguedAction::action)
        .toList();
  }
}
