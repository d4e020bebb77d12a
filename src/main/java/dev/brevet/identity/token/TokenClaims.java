package dev.brevet.identity.token;

import module java.base;

import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.UnicodeText;
import dev.brevet.iam.UntrustedText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonArray;
import dev.brevet.json.JsonValue.JsonBoolean;
import dev.brevet.json.JsonValue.JsonNull;
import dev.brevet.json.JsonValue.JsonNumber;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.JsonString;

/// A token's claims by name, each as one or more strings: how condition keys and mapping parameters
/// see them.
///
/// A string is itself, a number its text in the token, `true` and `false` are those words, an array
/// is several values. An object's members are named with a dot: `{"kubernetes.io": {"namespace":
/// "x"}}` is `kubernetes.io.namespace`. A list with an element that is no string, number or Boolean
/// makes the token unreadable: what was left out might be what a policy denies. Left out are
/// `null`, empty arrays, and claims whose name is empty, longer than 256 characters or not
/// printable. Values are kept as they are, line breaks included: who writes them into a policy, tag
/// or log line escapes or refuses.
record TokenClaims(Map<String, List<String>> values) {
  private static final int LONGEST_NAME = 256;

  /// The claims, or why they are ambiguous.
  sealed interface Reading {
    record Read(TokenClaims claims) implements Reading {}

    record Ambiguous(String reason) implements Reading {}
  }

  static Reading of(JsonObject payload) {
    Collector collector = new Collector();
    collector.members("", payload);
    return collector
        .problem
        .<Reading>map(Reading.Ambiguous::new)
        .orElseGet(() -> new Reading.Read(new TokenClaims(collector.values)));
  }

  /// The values of claim `name`; empty when it is absent.
  List<String> get(String name) {
    return values.getOrDefault(name, List.of());
  }

  private static final class Collector {
    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private final Set<String> lowerNames = new HashSet<>();
    private Optional<String> problem = Optional.empty();

    void members(String prefix, JsonObject members) {
      members.members().forEach(member -> claim(prefix + member.name(), member.value()));
    }

    private void claim(String name, JsonValue value) {
      switch (value) {
        case JsonObject members -> members(name + ".", members);
        case JsonArray(List<JsonValue> elements, _) -> {
          List<String> several = new ArrayList<>();
          elements.forEach(element -> element.asScalar().ifPresent(several::add));
          if (several.size() < elements.size()) {
            problem =
                Optional.of(
                    "a claim is a list with an element that is not a string, number or boolean");
          }
          put(name, several);
        }
        case JsonString _, JsonNumber _, JsonBoolean _, JsonNull _ ->
            put(name, value.asScalar().map(List::of).orElseGet(List::of));
      }
    }

    // INVARIANT: condition keys ignore case. If two claims were taken that differ only by case, or
    // a member named as a dotted name, a party that controls one of them could speak for the other.
    private void put(String name, List<String> several) {
      if (name.isBlank() || name.length() > LONGEST_NAME || !UntrustedText.isOneLine(name)) {
        return;
      }
      if (!lowerNames.add(AsciiCase.lower(name))) {
        problem = Optional.of("two claims have names that differ only by case or dots");
      } else if (!several.stream().allMatch(UnicodeText::isWellFormed)) {
        problem = Optional.of("a claim is not unicode text");
      } else if (!several.isEmpty()) {
        values.put(name, List.copyOf(several));
      }
    }
  }
}
