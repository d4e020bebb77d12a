package dev.brevet.local;

import module java.base;

/// The canonical request of Signature Version 4: what is signed, whichever way a client wrote it.
///
/// Source: IAM User Guide, reference_sigv-create-signed-request.
final class CanonicalRequest {
  private CanonicalRequest() {}

  /// The canonical request; the body's hash is always of the body that came.
  static String of(WireRequest request, List<String> signedHeaders) {
    StringBuilder out = new StringBuilder();
    out.append(request.method()).append('\n');
    out.append(UriText.encode(normalized(request.rawPath()), true)).append('\n');
    out.append(canonicalQuery(request.rawQuery())).append('\n');
    for (String name : signedHeaders) {
      out.append(name).append(':').append(canonicalValue(request, name)).append('\n');
    }
    out.append('\n').append(String.join(";", signedHeaders)).append('\n');
    return out.append(sha256(request.body())).toString();
  }

  private static String canonicalValue(WireRequest request, String name) {
    return request.headers().getOrDefault(name, List.of()).stream()
        .map(value -> value.strip().replaceAll(" +", " "))
        .collect(Collectors.joining(","));
  }

  private static String canonicalQuery(String rawQuery) {
    return UriText.parameters(rawQuery).stream()
        .filter(parameter -> !parameter.getKey().equals("X-Amz-Signature"))
        .map(
            parameter ->
                Map.entry(
                    UriText.encode(parameter.getKey(), false),
                    UriText.encode(parameter.getValue(), false)))
        .sorted(
            Comparator.comparing(Map.Entry<String, String>::getKey)
                .thenComparing(Map.Entry::getValue))
        .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
        .collect(Collectors.joining("&"));
  }

  /// Without empty and dot segments; a trailing slash stays.
  private static String normalized(String rawPath) {
    List<String> kept = new ArrayList<>();
    for (String segment : rawPath.split("/", -1)) {
      if (segment.equals("..")) {
        if (!kept.isEmpty()) {
          kept.removeLast();
        }
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        kept.add(segment);
      }
    }
    String path = "/" + String.join("/", kept);
    return rawPath.endsWith("/") && !kept.isEmpty() ? path + "/" : path;
  }

  /// Lower-case hex.
  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
