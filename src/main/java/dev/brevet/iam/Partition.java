package dev.brevet.iam;

import module java.base;

/// AWS's partitions: their names in ARNs, their regions, and the hosts there.
///
/// A region or partition that is newer than this table is added here; `PartitionTest` compares it
/// with the AWS SDK. Source: botocore's `partitions.json` (version 1.43); of the console, IAM User
/// Guide, id_roles_providers_enable-console-custom-url.
public enum Partition {
  COMMERCIAL(
      "aws",
      "",
      "amazonaws.com",
      "aws.amazon.com",
      """
      af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 \
      ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 \
      ap-southeast-6 ap-southeast-7 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 \
      eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1 \
      mx-central-1 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2\
      """),
  CHINA("aws-cn", "cn-", "amazonaws.com.cn", "amazonaws.cn", "cn-north-1 cn-northwest-1"),
  US_GOV(
      "aws-us-gov",
      "us-gov-",
      "amazonaws.com",
      "amazonaws-us-gov.com",
      "us-gov-east-1 us-gov-west-1"),
  EUROPEAN_SOVEREIGN("aws-eusc", "eusc-", "amazonaws.eu", "amazonaws-eusc.eu", "eusc-de-east-1"),
  ISO("aws-iso", "us-iso-", "c2s.ic.gov", "", "us-iso-east-1 us-iso-west-1"),
  ISO_B("aws-iso-b", "us-isob-", "sc2s.sgov.gov", "", "us-isob-east-1 us-isob-west-1"),
  ISO_E("aws-iso-e", "eu-isoe-", "cloud.adc-e.uk", "", "eu-isoe-west-1"),
  ISO_F("aws-iso-f", "us-isof-", "csp.hci.ic.gov", "", "us-isof-east-1 us-isof-south-1");

  private final String id;
  private final String regionPrefix;
  private final String suffix;
  private final String console;
  private final String regions;

  Partition(String id, String regionPrefix, String suffix, String console, String regions) {
    this.id = id;
    this.regionPrefix = regionPrefix;
    this.suffix = suffix;
    this.console = console;
    this.regions = regions;
  }

  /// Empty for one that is not known.
  public static Optional<Partition> of(String id) {
    return Arrays.stream(values()).filter(each -> each.id.equals(id)).findFirst();
  }

  /// The partition that a region is in, which the beginning of its name says: of regions that are
  /// newer than this table too.
  public static Partition ofRegion(String region) {
    return Arrays.stream(values())
        .filter(each -> each != COMMERCIAL && region.startsWith(each.regionPrefix))
        .findFirst()
        .orElse(COMMERCIAL);
  }

  /// As ARNs have it: `aws`, `aws-cn`.
  public String id() {
    return id;
  }

  /// The regions that are known.
  public List<String> regions() {
    return List.of(regions.split(" ", -1));
  }

  /// How names of regional hosts of AWS end: `amazonaws.com`.
  public String suffix() {
    return suffix;
  }

  /// The host of STS in a region.
  public String stsHost(String region) {
    return "sts." + region + "." + suffix;
  }

  /// How the hosts of the console and of its sign-in end: `aws.amazon.com`. Empty where that is not
  /// known, as of isolated partitions.
  public Optional<String> console() {
    return Optional.of(console).filter(host -> !host.isEmpty());
  }
}
