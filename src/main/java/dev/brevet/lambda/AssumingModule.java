package dev.brevet.lambda;

import dagger.Module;
import dagger.Provides;
import dev.brevet.vending.RoleAssumer;
import dev.brevet.vending.sts.StsRoleAssumer;
import java.time.Duration;

/// Assumes roles: in the component of the function that vends, and in no other.
@Module
interface AssumingModule {
  @Provides
  static RoleAssumer roles(Clients clients, Settings settings) {
    return new StsRoleAssumer(
        clients.sts(settings), clients.fallbackSts(settings), Duration.ofSeconds(5));
  }
}
