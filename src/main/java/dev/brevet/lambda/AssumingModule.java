package dev.brevet.lambda;

import dagger.Module;
import dagger.Provides;
import dev.brevet.deadline.Wait;
import dev.brevet.lambda.environment.StsClients;
import dev.brevet.vending.RoleAssumer;
import dev.brevet.vending.sts.StsRoleAssumer;

/// Assumes roles: in the component of the function that vends, and in no other.
@Module
interface AssumingModule {
  @Provides
  static RoleAssumer roles(StsClients sts) {
    return new StsRoleAssumer(sts.regional(), sts.fallback(), Wait.ROLE.most());
  }
}
