package dev.brevet.lambda;

import dagger.Module;
import dagger.Provides;
import dev.brevet.identity.BearerVerifier;
import dev.brevet.identity.Issuers;
import dev.brevet.identity.TokenVerifier;
import dev.brevet.identity.presigned.CallerIdentityVerifier;
import dev.brevet.identity.presigned.UsedSignatures;
import dev.brevet.identity.token.JwtVerifier;
import dev.brevet.identity.token.SigningKeys;
import dev.brevet.lambda.environment.Settings;
import jakarta.inject.Singleton;

/// How bearers prove their identity.
@Module
interface TokensModule {
  /// One for all routes: it remembers which presigned requests were used. Issuers are asked for as
  /// the component gives them: anew each time, or as old as its directory may be.
  @Provides
  @Singleton
  static TokenVerifier tokens(
      Issuers issuers, SigningKeys keys, UsedSignatures used, Settings settings) {
    return new BearerVerifier(
        new JwtVerifier(issuers, keys, settings.clock()),
        settings
            .presignedAudience()
            .map(
                audience ->
                    new CallerIdentityVerifier(
                        settings.partition(),
                        audience,
                        settings.stsEndpoint().filter(_ -> settings.allowLoopbackIssuers()),
                        used,
                        settings.clock())));
  }
}
