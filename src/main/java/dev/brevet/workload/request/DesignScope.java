package dev.brevet.workload.request;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Partition;
import dev.brevet.iam.RoleArn;
import dev.brevet.json.InvalidField;
import dev.brevet.json.JsonFields;
import dev.brevet.workload.integration.RegionName;
import java.util.Optional;

/// Where a design is for, as every design is told it: `partition`, `region`, `account`.
///
/// The partition is the region's; without either it is `aws`.
record DesignScope(String partition, Optional<String> region, AccountId account) {

  static DesignScope read(JsonFields body) throws InvalidField {
    Optional<String> region = body.text("region").filter(text -> !text.isEmpty());
    if (region.isPresent() && !RegionName.isRegion(region.get())) {
      throw body.wrong("region", "is not a region such as eu-central-1");
    }
    String implied = Partition.ofRegion(region.orElse("")).id();
    String partition = body.text("partition").orElse(implied);
    if (!RegionName.isPartition(partition)) {
      throw body.wrong("partition", "is not a partition such as aws or aws-cn");
    }
    if (region.isPresent() && !partition.equals(implied) && Partition.of(partition).isPresent()) {
      throw body.wrong("region", "is a region of " + implied + ", not of " + partition);
    }
    Optional<AccountId> account = AccountId.parse(body.required("account"));
    if (account.isEmpty()) {
      throw body.wrong("account", "is not twelve digits");
    }
    return new DesignScope(partition, region, account.get());
  }

  /// The region, which most ARNs cannot do without.
  String requiredRegion(JsonFields body) throws InvalidField {
    if (region.isEmpty()) {
      throw body.wrong("region", "is missing");
    }
    return region.get();
  }

  /// A role's ARN in a field.
  static String role(JsonFields body, String field, String text) throws InvalidField {
    if (RoleArn.parse(text).isEmpty()) {
      throw body.wrong(field, "is not a role ARN");
    }
    return text;
  }

  /// A key's ARN in a field; empty when it is not given.
  static Optional<String> key(JsonFields body, String field) throws InvalidField {
    Optional<String> key = body.text(field);
    if (key.isPresent()
        && !key.get().matches("arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:(key|alias)/[\\w/-]+")) {
      throw body.wrong(field, "is not the ARN of a KMS key");
    }
    return key;
  }
}
