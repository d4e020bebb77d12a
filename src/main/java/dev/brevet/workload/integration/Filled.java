package dev.brevet.workload.integration;

import module java.base;

import dev.brevet.workload.definition.Value;

/// A text for a policy that was made of what a definition says, and why each of its parts that the
/// definition does not tell is unknown.
///
/// INVARIANT: a wildcard that stands for something unknown is made here and nowhere else, and it
/// carries its reason until [Findings#need] reports it. Nothing takes a reason away.
public final class Filled {
  private static final String CROSSES =
      "; the `*` that stands for it matches `/` and `:` too, so it reaches into what follows";

  private final String text;

  /// Where the first wildcard of each unknown part is, by the reason; -1 where it has none.
  private final Map<String, Integer> inParts;

  private final Set<String> inPlaceOf;

  private Filled(String text, Map<String, Integer> inParts, Set<String> inPlaceOf) {
    this.text = text;
    this.inParts = inParts;
    this.inPlaceOf = inPlaceOf;
  }

  /// What a definition says literally: it stands for itself.
  public static Filled literal(String text) {
    return new Filled(PolicyText.escape(text), Map.of(), Set.of());
  }

  /// A text of this program's tables; its wildcards are those that AWS documents.
  public static Filled table(String text) {
    return new Filled(text, Map.of(), Set.of());
  }

  /// What every result of an expression matches; everything where it says nothing of them.
  public static Filled of(String parameter, Value.AtRunTime value) {
    return named("`" + parameter + "`", value);
  }

  /// The same of something that has no parameter of its own.
  ///
  /// @param what as it stands in a sentence
  static Filled named(String what, Value.AtRunTime value) {
    String pattern = value.pattern().orElse("*");
    return new Filled(pattern, Map.of(value.why(what), wild(pattern)), Set.of());
  }

  /// The same text, which is allowed in place of what is not known.
  public Filled because(String reason) {
    return new Filled(text, inParts, union(inPlaceOf, Set.of(reason)));
  }

  /// Another form of the same: its unknown parts are unknown there too.
  Filled as(UnaryOperator<String> form) {
    String other = form.apply(text);
    Map<String, Integer> parts = new LinkedHashMap<>();
    inParts.keySet().forEach(reason -> parts.put(reason, wild(other)));
    return new Filled(other, parts, inPlaceOf);
  }

  /// This text and then `other`.
  Filled then(Filled other) {
    Map<String, Integer> parts = inParts;
    if (!other.inParts.isEmpty()) {
      parts = new LinkedHashMap<>(inParts);
      for (Map.Entry<String, Integer> part : other.inParts.entrySet()) {
        int at = part.getValue();
        parts.putIfAbsent(part.getKey(), at < 0 ? at : at + text.length());
      }
    }
    return new Filled(text + other.text, parts, union(inPlaceOf, other.inPlaceOf));
  }

  /// As it stands in a policy.
  public String text() {
    return text;
  }

  /// Why parts are unknown, in words; none when the definition has all of it.
  Set<String> unknown() {
    Set<String> all = new LinkedHashSet<>();
    inParts.forEach((reason, at) -> all.add(crosses(at) ? reason + CROSSES : reason));
    all.addAll(inPlaceOf);
    return all;
  }

  boolean isKnown() {
    return inParts.isEmpty() && inPlaceOf.isEmpty();
  }

  static List<String> texts(List<Filled> all) {
    return all.stream().map(Filled::text).distinct().toList();
  }

  @Override
  public String toString() {
    return text + " " + unknown();
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    if (other.isEmpty()) {
      return one;
    }
    Set<String> all = new LinkedHashSet<>(one);
    all.addAll(other);
    return all;
  }

  /// Whether the wildcard at `at` has a separator behind it.
  private boolean crosses(int at) {
    return at >= 0 && text.substring(at).chars().anyMatch(c -> c == '/' || c == ':');
  }

  /// Where the first star is that is none of the text's own.
  private static int wild(String text) {
    int at = text.indexOf('*');
    while (at > 0 && text.charAt(at - 1) == '{') {
      at = text.indexOf('*', at + 1);
    }
    return at;
  }
}
