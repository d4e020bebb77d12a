package dev.brevet.workload.request;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Partition;
import dev.brevet.iam.RoleArn;
import dev.brevet.json.Fields;
import dev.brevet.workload.EndpointPolicy;
import dev.brevet.workload.integration.RegionName;
import java.util.Optional;

/// Where a design is for, as every request for one says: `partition`, `region`, `account`.
///
/// The partition is the region's; without either it is `aws`.
record DesignScope(String partition, Optional<String> region, AccountId account) {

  /// @param needsRegion whether the design has ARNs that cannot do without one
  static Optional<DesignScope> read(Fields body, boolean needsRegion) {
    Optional<String> given =
        body.text(
            "region",
            text -> text.isEmpty() || RegionName.isRegion(text),
            "is not a region such as eu-central-1");
    Optional<String> region = given.filter(text -> !text.isEmpty());
    if (needsRegion && region.isEmpty() && given.isPresent() == body.has("region")) {
      body.problem("region", "is missing");
    }
    String implied = Partition.ofRegion(region.orElse("")).id();
    String partition =
        body.text("partition", RegionName::isPartition, "is not a partition such as aws or aws-cn")
            .orElse(implied);
    if (region.isPresent() && !partition.equals(implied) && Partition.of(partition).isPresent()) {
      body.problem("region", "is a region of " + implied + ", not of " + partition);
    }
    body.require("account");
    return body.parsed("account", AccountId::parse, "is not twelve digits")
        .map(account -> new DesignScope(partition, region, account));
  }

  /// A role's ARN in a field; empty when it is not given.
  static Optional<String> role(Fields body, String field) {
    return body.text(field, text -> RoleArn.parse(text).isPresent(), "is not a role ARN");
  }

  /// A key's ARN in a field; empty when it is not given.
  static Optional<String> key(Fields body, String field) {
    return body.text(
        field,
        text -> text.matches("arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:(key|alias)/[\\w/-]+"),
        "is not the ARN of a KMS key");
  }

  /// The id of an organization; empty when it is not given.
  static Optional<String> organization(Fields body) {
    return body.text(
        "organizationId",
        EndpointPolicy.Request::isOrganization,
        "is not the id of an organization");
  }
}
