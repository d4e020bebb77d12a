package dev.brevet.policy.element;

import dev.brevet.iam.AccountId;
import java.util.List;

/// A condition key, and what a value of it says of a request.
///
/// Source: IAM User Guide, reference_policies_condition-keys, the "availability" of each key; for
/// what names a party, Amazon S3 User Guide, access-control-block-public-access, "the meaning of
/// public".
///
/// No list of AWS's says which keys of services have values that the caller sends, and the
/// catalogue has only their names and types. The rows of DynamoDB, Secrets Manager and Systems
/// Manager were chosen by hand from the descriptions of keys in the Service Authorization
/// Reference. Another service's key of that kind is taken for one of what is acted upon until it
/// has a row here.
///
/// @param lowerName of a family of keys it ends with `/` or `:`
/// @param presence which requests have it
/// @param subject what its values are about
/// @param form how an operand must begin to name one
record KnownKey(String lowerName, Presence presence, Subject subject, Form form) {

  /// Which requests have a key.
  enum Presence {
    /// Every request.
    ALWAYS,
    /// Every signed request: all but those of the anonymous, and of tokens.
    SIGNED,
    /// RequestSearch of AWS principals whose account is in an organization.
    MEMBERS,
    /// Some requests, by what the caller is, sends or goes through.
    SOME
  }

  /// What the values of a key are about.
  enum Subject {
    /// The account or the organization of an AWS principal that calls.
    PARTY,
    /// Which principal of a party calls.
    HOLDER,
    /// The resource on whose behalf a service calls.
    SOURCE,
    /// Where the request comes from.
    NETWORK,
    /// How the caller signed in.
    SIGN_IN,
    /// What is acted upon.
    TARGET,
    /// What every caller can meet: the caller sends it, or it is so of every request.
    ANY_CALLER
  }

  /// How the values of a key name one party, place or thing.
  enum Form {
    ACCOUNT,
    ORGANIZATION,
    ORGANIZATION_PATH,
    ARN,
    /// `<account>/<set>`.
    PERMISSION_SET,
    UNIQUE_ID,
    VPC,
    VPC_ENDPOINT,
    ADDRESS,
    /// Anything but what matches everything.
    ANYTHING,
    /// No value names one.
    NOTHING;

    /// Whether every value that begins with `literal`, or is it as a `whole`, is of one party.
    boolean names(String literal, boolean whole) {
      return switch (this) {
        case ACCOUNT -> whole && isAccount(literal);
        case ORGANIZATION -> whole && literal.startsWith("o-") && literal.length() > 2;
        case ORGANIZATION_PATH -> literal.startsWith("o-") && literal.indexOf('/') > 2;
        // The rest of an ARN may hold colons, so that a wildcard before the account could be more.
        case ARN -> literal.startsWith("arn:") && isAccount(part(literal, 4));
        case PERMISSION_SET -> isAccount(before('/', literal));
        // What follows the colon is a session's name, chosen by the caller that makes the session.
        case UNIQUE_ID -> isUniqueId(before(':', literal)) || (whole && isUniqueId(literal));
        case VPC -> whole && literal.startsWith("vpc-") && literal.length() > 4;
        case VPC_ENDPOINT -> whole && literal.startsWith("vpce-") && literal.length() > 5;
        case ADDRESS, ANYTHING, NOTHING -> false;
      };
    }

    private static boolean isAccount(String text) {
      return AccountId.parse(text).isPresent();
    }

    /// No caller signs as `anonymous`, however a condition compares it.
    private static boolean isUniqueId(String text) {
      return !text.isEmpty()
          && !text.equals("ANONYMOUS")
          && text.chars().allMatch(c -> (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
    }
  }

  private static final List<KnownKey> ALL =
      List.of(
          key("aws:principalaccount", Presence.SIGNED, Subject.PARTY, Form.ACCOUNT),
          key("aws:principalarn", Presence.SIGNED, Subject.PARTY, Form.ARN),
          key("aws:userid", Presence.SIGNED, Subject.PARTY, Form.UNIQUE_ID),
          key("aws:principalorgid", Presence.MEMBERS, Subject.PARTY, Form.ORGANIZATION),
          key("aws:principalorgpaths", Presence.MEMBERS, Subject.PARTY, Form.ORGANIZATION_PATH),
          key("brevet:permissionset", Presence.SOME, Subject.PARTY, Form.PERMISSION_SET),
          key("kms:calleraccount", Presence.SOME, Subject.PARTY, Form.ACCOUNT),
          key("s3:dataaccesspointaccount", Presence.SOME, Subject.PARTY, Form.ACCOUNT),
          key("s3:dataaccesspointarn", Presence.SOME, Subject.PARTY, Form.ARN),
          // Every account names its users and gives its tags as it likes.
          key("aws:username", Presence.SOME, Subject.HOLDER, Form.ANYTHING),
          key("aws:principaltag/", Presence.SOME, Subject.HOLDER, Form.ANYTHING),
          // "only if accessing a resource triggers an AWS service to call another service on behalf
          // of the resource owner".
          key("aws:sourcearn", Presence.SOME, Subject.SOURCE, Form.ARN),
          key("aws:sourceaccount", Presence.SOME, Subject.SOURCE, Form.ACCOUNT),
          key("aws:sourceorgid", Presence.SOME, Subject.SOURCE, Form.ORGANIZATION),
          key("aws:sourceorgpaths", Presence.SOME, Subject.SOURCE, Form.ORGANIZATION_PATH),
          // "except when the requester uses a VPC endpoint".
          key("aws:sourceip", Presence.SOME, Subject.NETWORK, Form.ADDRESS),
          key("aws:sourcevpc", Presence.SOME, Subject.NETWORK, Form.VPC),
          key("aws:sourcevpcarn", Presence.SOME, Subject.NETWORK, Form.ARN),
          key("aws:sourcevpce", Presence.SOME, Subject.NETWORK, Form.VPC_ENDPOINT),
          key("aws:vpceaccount", Presence.SOME, Subject.NETWORK, Form.ACCOUNT),
          key("aws:vpceorgid", Presence.SOME, Subject.NETWORK, Form.ORGANIZATION),
          key("aws:vpceorgpaths", Presence.SOME, Subject.NETWORK, Form.ORGANIZATION_PATH),
          // Networks of others have the same private addresses.
          key("aws:vpcsourceip", Presence.SOME, Subject.NETWORK, Form.NOTHING),
          key("aws:multifactorauthpresent", Presence.SOME, Subject.SIGN_IN, Form.ANYTHING),
          key("aws:multifactorauthage", Presence.SOME, Subject.SIGN_IN, Form.ANYTHING),
          key("aws:resourcetag/", Presence.SOME, Subject.TARGET, Form.ANYTHING),
          // Of a policy's own account, or of every request; headers; what the caller asks for.
          any("aws:currenttime", Presence.ALWAYS),
          any("aws:epochtime", Presence.ALWAYS),
          any("aws:principaltype", Presence.ALWAYS),
          any("aws:requestedregion", Presence.ALWAYS),
          any("aws:securetransport", Presence.ALWAYS),
          any("aws:useragent", Presence.ALWAYS),
          // `aws:Referer`, `aws:RequestTag/...`, `aws:TagKeys`, `aws:ViaAWSService`,
          // `aws:CalledVia`, `aws:ResourceAccount`, `aws:PrincipalServiceName` (a service acts for
          // everybody), and keys that this table does not know.
          any("aws:", Presence.SOME),
          // How a request is signed and sent, and where: of services as of all. Source: Amazon S3
          // API reference, bucket-policy-s3-sigv4-conditions; Service Authorization Reference.
          any("ec2:region", Presence.SOME),
          any("s3:authtype", Presence.SOME),
          any("s3:signatureage", Presence.SOME),
          any("s3:signatureversion", Presence.SOME),
          any("s3:tlsversion", Presence.SOME),
          any("s3:x-amz-content-sha256", Presence.SOME),
          // How much of what is named is read, which the caller says. Source: Service Authorization
          // Reference, keys of DynamoDB, Secrets Manager, Systems Manager.
          any("dynamodb:fulltablescan", Presence.SOME),
          any("dynamodb:returnconsumedcapacity", Presence.SOME),
          any("dynamodb:returnvalues", Presence.SOME),
          any("dynamodb:select", Presence.SOME),
          any("secretsmanager:versionstage", Presence.SOME),
          any("ssm:recursive", Presence.SOME),
          // The account of nearly everything that its callers reach, as `aws:ResourceAccount`.
          any("s3:resourceaccount", Presence.SOME),
          // The name, the tags, the duration and the external id of the session that is asked for.
          any("sts:", Presence.SOME));

  private static final KnownKey OF_A_SERVICE =
      key("", Presence.SOME, Subject.TARGET, Form.ANYTHING);

  private static KnownKey key(String name, Presence presence, Subject subject, Form form) {
    return new KnownKey(name, presence, subject, form);
  }

  private static KnownKey any(String name, Presence presence) {
    return key(name, presence, Subject.ANY_CALLER, Form.NOTHING);
  }

  /// What is known of a key; of a service's key that is not in the table, that it is about what is
  /// acted upon.
  static KnownKey of(String lowerName) {
    return ALL.stream().filter(key -> key.matches(lowerName)).findFirst().orElse(OF_A_SERVICE);
  }

  /// The values of a key that has several, all of one party.
  boolean isMultivalued() {
    return form == Form.ORGANIZATION_PATH;
  }

  /// Whether it describes the AWS principal that calls, so that a caller that it is true of has it.
  boolean isOfPrincipal() {
    return (subject == Subject.PARTY || subject == Subject.HOLDER) && lowerName.startsWith("aws:");
  }

  private boolean matches(String name) {
    boolean family = lowerName.endsWith("/") || lowerName.endsWith(":");
    return family ? name.startsWith(lowerName) : name.equals(lowerName);
  }

  /// `text` before its first `separator`; empty where it has none.
  private static String before(char separator, String text) {
    return text.substring(0, Math.max(0, text.indexOf(separator)));
  }

  /// The part of an ARN with that number, from 0; empty where no colon ends it.
  private static String part(String arn, int number) {
    int from = 0;
    for (int i = 0; i < number && from >= 0; i++) {
      from = arn.indexOf(':', from) + 1;
      if (from == 0) {
        return "";
      }
    }
    int end = arn.indexOf(':', from);
    return end < 0 ? "" : arn.substring(from, end);
  }
}
