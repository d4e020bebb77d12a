package dev.brevet.cli;

import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.iam.AccountId;
import dev.brevet.iam.Arn;
import dev.brevet.json.JsonValue;
import dev.brevet.workload.integration.RegionName;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Where a design is for.
final class ScopeOptions {
  private final Supplier<String> account;
  private final Supplier<Optional<String>> region;
  private final Supplier<Optional<String>> partition;

  ScopeOptions(Syntax syntax) {
    account = syntax.required("-a --account", "ID", "The account, twelve digits.");
    region = syntax.option("-r --region", "REGION", "The region, such as eu-central-1.");
    partition = syntax.option("--partition", "NAME", "Default: the region's, or aws.");
  }

  /// What they come to.
  record Scope(String partition, Optional<String> region, AccountId account) {
    String requiredRegion() throws Failure {
      if (region.isEmpty()) {
        throw Failure.of(Exit.USAGE, "`--region` is missing");
      }
      return region.get();
    }

    /// Adds what requests have of it.
    void addTo(Map<String, JsonValue> body) {
      body.put("partition", JsonValue.of(partition));
      region.ifPresent(name -> body.put("region", JsonValue.of(name)));
      body.put("account", JsonValue.of(account.digits()));
    }
  }

  Scope read() throws Failure {
    Optional<AccountId> id = AccountId.parse(account.get());
    if (id.isEmpty()) {
      throw Failure.of(Exit.USAGE, "`--account` is not twelve digits");
    }
    if (region.get().filter(name -> !RegionName.isRegion(name)).isPresent()) {
      throw Failure.of(Exit.USAGE, "`--region` is not a region such as eu-central-1");
    }
    String implied = region.get().map(RegionName::partition).orElse("aws");
    String named = partition.get().orElse(implied);
    if (!RegionName.isPartition(named)
        || (region.get().isPresent()
            && !named.equals(implied)
            && RegionName.isKnownPartition(named))) {
      throw Failure.of(Exit.USAGE, "`--partition` is not a partition, or not the region's");
    }
    return new Scope(named, region.get(), id.get());
  }

  /// An option that is the ARN of a key, if it is there.
  static void checkKey(String option, Optional<String> arn) throws Failure {
    boolean wrong =
        arn.isPresent()
            && Arn.parse(arn.get())
                .filter(key -> key.service().equals("kms") && key.accountId().isPresent())
                .filter(key -> key.resource().matches("(key|alias)/[\\w/-]+"))
                .isEmpty();
    if (wrong) {
      throw Failure.of(Exit.USAGE, "`" + option + "` is not the ARN of a KMS key");
    }
  }
}
