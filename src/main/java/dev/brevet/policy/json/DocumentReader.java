package dev.brevet.policy.json;

import module java.base;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonToken;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.Statement;
import dev.brevet.policy.element.PolicyVersion;

/// Reads a policy document from its first token. The version may follow the statements that it
/// governs, so statements are drafted first and compiled when the document ends.
final class DocumentReader {
  private final Tokens tokens;
  private final PolicyType type;
  private final List<StatementDraft> drafts = new ArrayList<>();
  private PolicyVersion version = PolicyVersion.V2008_10_17;
  private Optional<String> id = Optional.empty();

  DocumentReader(Tokens tokens, PolicyType type) {
    this.tokens = tokens;
    this.type = type;
  }

  Policy policy() throws IOException, Refusal {
    JsonLocation start = tokens.here();
    Set<String> seen = new HashSet<>();
    while (tokens.nextName(seen)) {
      String name = tokens.name();
      switch (name) {
        case "Version" -> version();
        case "Id" -> id();
        case "Statement" -> statements();
        default ->
            throw tokens.refusal(
                "unknown element "
                    + Tokens.quoted(name)
                    + ", expected `Version`, `Id` or `Statement`");
      }
    }
    if (!seen.contains("Statement")) {
      throw Tokens.refusal(start, "a policy needs the element `Statement`");
    }
    return new Policy(version, id, compiled());
  }

  private void id() throws IOException, Refusal {
    if (!type.mayHaveId()) {
      throw tokens.refusal("a policy of type `" + type.label() + "` has no `Id`");
    }
    tokens.next();
    id = Optional.of(tokens.string("the policy's id"));
  }

  private void version() throws IOException, Refusal {
    tokens.next();
    String text = tokens.string("the version");
    version =
        PolicyVersion.parse(text)
            .orElseThrow(
                () ->
                    tokens.refusal(
                        "unknown version "
                            + Tokens.quoted(text)
                            + ", expected `2012-10-17` or `2008-10-17`"));
  }

  private void statements() throws IOException, Refusal {
    if (tokens.next() != JsonToken.START_ARRAY) {
      statement();
      return;
    }
    while (tokens.next() != JsonToken.END_ARRAY) {
      statement();
    }
  }

  private void statement() throws IOException, Refusal {
    tokens.expectObject("a statement");
    if (drafts.size() == PolicyReader.MOST_STATEMENTS) {
      throw tokens.refusal("more than " + PolicyReader.MOST_STATEMENTS + " statements");
    }
    drafts.add(StatementDraft.read(tokens, type));
  }

  private List<Statement> compiled() throws Refusal {
    Set<String> sids = new HashSet<>();
    List<Statement> statements = new ArrayList<>(drafts.size());
    for (StatementDraft draft : drafts) {
      Statement statement = draft.compiled(version);
      if (statement.sid().isPresent() && !sids.add(statement.sid().get())) {
        throw draft.duplicateSid();
      }
      statements.add(statement);
    }
    return statements;
  }
}
