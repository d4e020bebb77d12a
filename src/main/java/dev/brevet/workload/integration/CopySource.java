package dev.brevet.workload.integration;

import module java.base;

import dev.brevet.iam.UnicodeText;
import dev.brevet.workload.definition.Value;

/// The object that a copy reads: `bucket/key` in one text, or the ARN of an access point's object,
/// either percent-encoded, and then `?versionId=` with a version. Source: Amazon S3 API, CopyObject
/// and UploadPartCopy (`x-amz-copy-source`, "the value must be URL-encoded").
///
/// @param object decoded, as an expression's pattern or as a text
/// @param version whether one version is read, which is an action of its own
record CopySource(Value object, boolean version) {
  /// How tables name a version in the text of a copy's source.
  static final String VERSIONED = "CopySource?versionId";

  private static final String VERSION = "?versionId=";

  /// Empty for a string that cannot be decoded.
  static Optional<CopySource> of(Value written) {
    return switch (written) {
      case Value.Known(String text) ->
          decoded(object(text), false)
              .map(object -> new CopySource(new Value.Known(object), hasVersion(text)));
      case Value.AtRunTime(String expression, Optional<String> pattern) ->
          Optional.of(
              new CopySource(
                  new Value.AtRunTime(
                      expression, pattern.flatMap(text -> decoded(object(text), true))),
                  pattern.filter(CopySource::hasVersion).isPresent()));
      case Value.Unsubstituted _, Value.Missing _ -> Optional.of(new CopySource(written, false));
    };
  }

  private static boolean hasVersion(String text) {
    return text.contains(VERSION);
  }

  private static String object(String text) {
    return hasVersion(text) ? text.substring(0, text.indexOf(VERSION)) : text;
  }

  /// @param pattern whether `*` stands for what is not known, and `?` for one character: what it
  ///   begins with may go on in the middle of an escape
  private static Optional<String> decoded(String text, boolean pattern) {
    StringBuilder bytes = new StringBuilder();
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < utf8.length; i++) {
      boolean escape = utf8[i] == '%';
      if (escape && isHex(utf8, i + 1) && isHex(utf8, i + 2)) {
        int value = HexFormat.fromHexDigit(utf8[i + 1]) * 16 + HexFormat.fromHexDigit(utf8[i + 2]);
        bytes.append((char) (pattern && "*?$".indexOf(value) >= 0 ? '?' : value));
        i += 2;
      } else if (escape && pattern) {
        bytes.append('*');
        i += isHex(utf8, i + 1) ? 1 : 0;
      } else if (escape) {
        return Optional.empty();
      } else {
        bytes.append((char) (utf8[i] & 0xFF));
      }
    }
    return UnicodeText.decode(bytes.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  private static boolean isHex(byte[] utf8, int at) {
    return at < utf8.length && HexFormat.isHexDigit(utf8[at]);
  }
}
