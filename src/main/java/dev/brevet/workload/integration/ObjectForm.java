package dev.brevet.workload.integration;

import module java.base;

import dev.brevet.iam.UntrustedText;
import dev.brevet.workload.definition.Value;

/// How buckets and objects of S3 are named.
///
/// A bucket's name has no slash, or it would name objects. In a bucket's place may stand the ARN of
/// an access point; its objects have ARNs of their own. Source: Amazon S3 User Guide,
/// bucketnamingrules, access-points-policies.
final class ObjectForm {
  private static final String ADDRESS = "s3://";

  /// The parameter of a copy that names what it reads.
  static final String COPY_SOURCE = "CopySource";

  /// The ARN of an object behind an access point, or on an Outpost.
  private static final String OBJECT =
      "arn:[^:]*:s3(-outposts)?:[^:]*:[^:]*:[a-z]+/[^/:]+/object/.+";

  private static final String PLUS =
      "`CopySource` has a `+`, which may stand for a space: write `%2B` or `%20`";

  /// Source: Amazon S3 User Guide, access-points-policies ("both the access point and the
  /// underlying bucket must permit the request").
  private static final String BEHIND_ACCESS_POINT =
      "the bucket behind the access point must permit the request too, by its policy or by"
          + " permissions on it, and the definition does not name it";

  /// How the names of directory buckets and of their access points end. Source: Amazon S3 User
  /// Guide, directory-bucket-naming-rules, access-points-directory-buckets-naming.
  private static final Pattern DIRECTORY = Pattern.compile(".*--[a-z0-9-]+--(x|xa)-s3");

  private ObjectForm() {}

  private static boolean isDirectory(Filled bucket) {
    return isBucket(bucket) && DIRECTORY.matcher(bucket.text()).matches();
  }

  /// Objects there have no ARNs: a session of the bucket is what is allowed. Source: Amazon S3 User
  /// Guide, s3-express-security-iam.
  private static Filled directory(Filled bucket, Scope scope) {
    return scope.fill(
        bucket.text().endsWith("--xa-s3")
            ? "arn:${Partition}:s3express:${Region}:${Account}:accesspoint/${value}"
            : "arn:${Partition}:s3express:${Region}:${Account}:bucket/${value}",
        bucket);
  }

  /// A bucket's ARN. Empty when it is none.
  static Optional<Filled> bucket(Filled bucket, Scope scope) {
    if (isAccessPoint(bucket)) {
      return Optional.of(bucket);
    }
    if (isDirectory(bucket)) {
      return Optional.of(directory(bucket, scope));
    }
    return isBucket(bucket)
        ? Optional.of(scope.fill("arn:${Partition}:s3:::${value}", bucket))
        : Optional.empty();
  }

  /// An object's ARN, or that of all with a beginning. Empty when the bucket is none.
  static Optional<Filled> object(Filled bucket, Filled key, Scope scope) {
    if (isAccessPoint(bucket)) {
      return Optional.of(
          bucket.then(Filled.table("/object/")).then(key).because(BEHIND_ACCESS_POINT));
    }
    if (isDirectory(bucket)) {
      return Optional.of(directory(bucket, scope));
    }
    return isBucket(bucket)
        ? Optional.of(scope.fill("arn:${Partition}:s3:::${0}/${1}", bucket, key))
        : Optional.empty();
  }

  /// `s3://bucket/key`, of which the bucket must be known.
  static List<Filled> address(Filled address, Scope scope) {
    String text = address.text();
    String path = text.startsWith(ADDRESS) ? text.substring(ADDRESS.length()) : "";
    int slash = path.indexOf('/');
    if (slash <= 0 || !isName(path.substring(0, slash))) {
      return List.of();
    }
    return object(
            address.as(_ -> path.substring(0, slash)),
            address.as(_ -> path.substring(slash + 1)),
            scope)
        .stream()
        .toList();
  }

  /// The object that a copy reads.
  static Resolution copySource(Value written, Scope scope) {
    Optional<CopySource> read = CopySource.of(written);
    if (read.isEmpty()) {
      return Resolution.blocked(none(COPY_SOURCE, written));
    }
    Value value = read.get().object();
    Optional<Filled> source =
        ResourceResolver.filled(COPY_SOURCE, value)
            .map(object -> object.as(text -> text.startsWith("/") ? text.substring(1) : text));
    if (source.isEmpty()) {
      return Resolution.blocked(value.whyUnknown(COPY_SOURCE));
    }
    if (source.get().text().startsWith("arn:")) {
      return source.get().text().matches(OBJECT) && PolicyText.isArn(source.get().text(), false)
          ? Resolution.of(source.get().because(BEHIND_ACCESS_POINT))
          : Resolution.blocked(none(COPY_SOURCE, value));
    }
    List<Filled> named = address(source.get().as(text -> ADDRESS + text), scope);
    if (!named.isEmpty()) {
      return Resolution.of(
          written.written().indexOf('+') < 0
              ? named
              : named.stream().map(each -> each.because(PLUS)).toList());
    }
    return source.get().isKnown()
        ? Resolution.blocked(none(COPY_SOURCE, value))
        : Resolution.of(
            scope.fill("arn:${Partition}:s3:::*").because(value.whyUnknown(COPY_SOURCE)));
  }

  /// Of a prefix that ends in a slash, the slash of `/*` is the same one.
  static Filled under(Filled path, String end) {
    return path.as(
        text -> {
          if (text.endsWith("*") && !end.isEmpty()) {
            return text;
          }
          boolean slash = end.startsWith("/") && text.endsWith("/");
          return (slash ? text.substring(0, text.length() - 1) : text) + end;
        });
  }

  /// Why `bucket` is none, in words.
  static String none(String parameter, Value bucket) {
    return "`"
        + parameter
        + "` does not name a bucket: `"
        + UntrustedText.shown(bucket.written())
        + "`";
  }

  /// The alias of an access point is none: policies name the access point by its ARN, which the
  /// alias does not tell. Source: Amazon S3 User Guide, access-points-naming.
  private static boolean isBucket(Filled bucket) {
    return bucket.isKnown()
        ? isName(bucket.text())
            && !bucket.text().endsWith("-s3alias")
            && !bucket.text().endsWith("--ol-s3")
        : bucket.text().indexOf('/') < 0 && bucket.text().indexOf(':') < 0;
  }

  private static boolean isAccessPoint(Filled bucket) {
    return PolicyText.isArn(bucket.text(), false)
        && bucket.text().split(":", 6)[2].equals("s3")
        && bucket.text().split(":", 6)[5].matches("accesspoint/[a-z0-9.-]+");
  }

  /// Letters of names that S3 once took in us-east-1 too.
  private static boolean isName(String text) {
    return text.matches("[A-Za-z0-9._-]{1,255}");
  }
}
