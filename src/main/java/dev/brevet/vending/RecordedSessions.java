package dev.brevet.vending;

import module java.base;

import dev.brevet.decisionlog.DecisionQuery;
import dev.brevet.decisionlog.RecordedDecision;
import dev.brevet.decisionlog.RecordedDecisions;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RoleArn;
import dev.brevet.iam.SourceIdentity;
import dev.brevet.iam.VendedName;
import dev.brevet.json.JsonReader;
import dev.brevet.json.JsonValue.JsonNumber;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.JsonString;
import dev.brevet.json.JsonValue.Member;
import dev.brevet.mapping.MappingId;

/// Finds vended sessions in the decision log. A decision that lacks anything of a session is none.
public final class RecordedSessions implements IssuedSessions {
  private final RecordedDecisions decisions;

  public RecordedSessions(RecordedDecisions decisions) {
    this.decisions = decisions;
  }

  @Override
  public Optional<IssuedSession> find(String accessKeyId) {
    DecisionQuery query =
        new DecisionQuery(
            new DecisionQuery.By.AccessKey(accessKeyId),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            1);
    return decisions.list(query).decisions().stream()
        .findFirst()
        .flatMap(RecordedSessions::session);
  }

  private static Optional<IssuedSession> session(RecordedDecision decision) {
    if (!(JsonReader.read(decision.json()) instanceof JsonReader.Read(JsonObject record))
        || !record.text("outcome").equals(Optional.of("ALLOWED"))
        || record.text("principal").filter(RecordedSessions::isVended).isPresent()) {
      return Optional.empty();
    }
    Optional<MappingId> mapping = record.text("mapping").flatMap(MappingId::parse);
    Optional<Long> version = version(record);
    Optional<RoleArn> role = record.text("role").flatMap(RoleArn::parse);
    Optional<String> policy = record.text("sessionPolicySha256");
    Optional<SourceIdentity> source = record.text("sourceIdentity").flatMap(SourceIdentity::parse);
    Optional<Instant> expiration = record.text("expiration").flatMap(RecordedSessions::instant);
    if (Stream.of(mapping, version, role, policy, source, expiration).anyMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    return Optional.of(
        new IssuedSession(
            mapping.get(),
            version.get(),
            role.get(),
            parameters(record),
            policy.get(),
            source.get(),
            expiration.get()));
  }

  private static Map<String, String> parameters(JsonObject record) {
    Map<String, String> values = new HashMap<>();
    if (record.get("parameters").orElse(null) instanceof JsonObject parameters) {
      for (Member parameter : parameters.members()) {
        if (parameter.value() instanceof JsonString value) {
          values.put(parameter.name(), value.text());
        }
      }
    }
    return values;
  }

  private static boolean isVended(String principal) {
    return Principal.parseArn(principal)
        .filter(
            found ->
                found instanceof Principal.RoleSession session
                    && VendedName.isOne(session.sessionName()))
        .isPresent();
  }

  private static Optional<Long> version(JsonObject record) {
    return record.get("mappingVersion").orElse(null) instanceof JsonNumber number
            && number.literal().matches("[1-9][0-9]{0,17}")
        ? Optional.of(Long.valueOf(number.literal()))
        : Optional.empty();
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
