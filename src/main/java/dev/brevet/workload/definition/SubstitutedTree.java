package dev.brevet.workload.definition;

import module java.base;

import dev.brevet.iam.UntrustedText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonArray;
import dev.brevet.json.JsonValue.JsonBoolean;
import dev.brevet.json.JsonValue.JsonNull;
import dev.brevet.json.JsonValue.JsonNumber;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.JsonString;
import dev.brevet.json.JsonValue.Member;
import dev.brevet.json.Place;

/// A definition with its substitutions made, in the names of fields as in texts: they are made in
/// the text as a whole, before Step Functions reads it. Source: AWS::StepFunctions::StateMachine,
/// DefinitionSubstitutions; that values are not escaped is unverified.
///
/// INVARIANT: no object has two members of one name, so that it cannot be read in two ways.
final class SubstitutedTree {
  private final Substitutions substitutions;
  private final Set<String> unfit;

  private SubstitutedTree(Substitutions substitutions) {
    this.substitutions = substitutions;
    this.unfit = substitutions.unfit();
  }

  /// No definition could say that.
  static final class Wrong extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Place at;

    private Wrong(Place at, String message) {
      super(message);
      this.at = at;
    }

    Place at() {
      return at;
    }
  }

  static JsonValue of(JsonValue value, Substitutions substitutions) throws Wrong {
    return new SubstitutedTree(substitutions).tree(value);
  }

  private JsonValue tree(JsonValue value) throws Wrong {
    return switch (value) {
      case JsonObject object -> object(object);
      case JsonArray array -> {
        List<JsonValue> items = new ArrayList<>();
        for (JsonValue item : array.items()) {
          items.add(tree(item));
        }
        yield new JsonArray(items, array.place());
      }
      case JsonString string -> new JsonString(text(string.text(), string.place()), string.place());
      case JsonNumber _, JsonBoolean _, JsonNull _ -> value;
    };
  }

  private JsonObject object(JsonObject object) throws Wrong {
    List<Member> members = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Member member : object.members()) {
      String name = text(member.name(), member.place());
      if (!names.add(name)) {
        throw new Wrong(
            member.place(), "the key `" + UntrustedText.shown(name) + "` is given twice");
      }
      members.add(new Member(name, member.place(), tree(member.value())));
    }
    return new JsonObject(members, object.place());
  }

  private String text(String text, Place place) throws Wrong {
    if (text.indexOf("${") < 0) {
      return text;
    }
    Optional<String> refused = Substitutions.firstOf(unfit, text);
    if (refused.isPresent()) {
      throw new Wrong(
          place,
          "the value of `"
              + UntrustedText.shown(refused.get())
              + "` has a quote, backslash or control character, which would change the text that it"
              + " is put into");
    }
    return substitutions.apply(text);
  }
}
