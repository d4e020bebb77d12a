package dev.brevet.workload.integration;

/// How a task waits for the service that it calls. Source: Step Functions Developer Guide,
/// connect-to-resource.
public enum IntegrationPattern {
  REQUEST_RESPONSE("requestResponse", ""),
  SYNC("sync", ".sync"),
  WAIT_FOR_TASK_TOKEN("waitForTaskToken", ".waitForTaskToken");

  private final String label;
  private final String suffix;

  IntegrationPattern(String label, String suffix) {
    this.label = label;
    this.suffix = suffix;
  }

  /// The name in tables.
  public String label() {
    return label;
  }

  /// What a task's resource ends with; `.sync:2` is another spelling of `.sync`.
  public String suffix() {
    return suffix;
  }

  static IntegrationPattern of(String label) {
    for (IntegrationPattern pattern : values()) {
      if (pattern.label.equals(label)) {
        return pattern;
      }
    }
    throw new IllegalArgumentException("not an integration pattern: `" + label + "`");
  }
}
