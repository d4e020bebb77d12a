package dev.brevet.lambda;

import dagger.Module;
import dagger.Provides;
import dev.brevet.decisionlog.DecisionRecorder;
import dev.brevet.directory.snapshot.Directory;
import dev.brevet.gateway.AuthorizeCall;
import dev.brevet.identity.TokenVerifier;
import dev.brevet.lambda.environment.Settings;

/// What the function that authorizes calls of other APIs answers.
@Module
interface AuthorizerModule {
  @Provides
  static AuthorizeCall authorizeCall(
      Directory directory, TokenVerifier tokens, DecisionRecorder records, Settings settings) {
    return new AuthorizeCall(directory, tokens, records, settings.clock());
  }
}
