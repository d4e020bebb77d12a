package dev.brevet.api;

import module java.base;

/// An answer. The body may hold credentials, so only the status is printed.
///
/// Header names are sent as they are written here; `body` is sent as UTF-8.
public record ApiResponse(int status, Map<String, String> headers, String body) {
  public ApiResponse {
    headers = Map.copyOf(headers);
  }

  /// A document that no cache may keep, as nothing that Brevet answers may be kept by one.
  public static ApiResponse document(int status, String contentType, String body) {
    return new ApiResponse(
        status, Map.of("Content-Type", contentType, "Cache-Control", "no-store"), body);
  }

  public static ApiResponse json(int status, String body) {
    return document(status, "application/json", body);
  }

  /// No body at all.
  public static ApiResponse empty(int status) {
    return new ApiResponse(status, Map.of("Cache-Control", "no-store"), "");
  }

  /// The same with one header more, or replaced. `value` must be ours or checked: nothing here
  /// stops a line break.
  public ApiResponse with(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new ApiResponse(status, more, body);
  }

  @Override
  public String toString() {
    return "status " + status;
  }
}
