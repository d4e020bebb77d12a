package dev.brevet.decisionlog;

/// A decision as it is stored: a JSON object with all that was written, in the decision log's words
/// (`docs/decision-log.md`). Printable ASCII; what callers chose of it is theirs, and not to be
/// trusted.
public record RecordedDecision(DecisionId id, String json) {}
