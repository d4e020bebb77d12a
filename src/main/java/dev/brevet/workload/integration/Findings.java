package dev.brevet.workload.integration;

import module java.base;

import dev.brevet.iam.UntrustedText;
import dev.brevet.policy.element.WorkBudget;

/// What a walk over a machine has found so far: what its role needs, and what is not known.
public final class Findings {
  private static final String DIRECTORY_BUCKETS = ":s3express:";

  /// What directory buckets have actions of their own for; everything else is done in a session.
  /// Source: Service Authorization Reference, Amazon S3 Express; Amazon S3 User Guide,
  /// s3-express-security-iam.
  private static final Set<String> OF_DIRECTORY_BUCKETS =
      Set.of(
          "CreateBucket",
          "DeleteBucket",
          "DeleteBucketPolicy",
          "GetBucketPolicy",
          "GetEncryptionConfiguration",
          "GetLifecycleConfiguration",
          "PutBucketPolicy",
          "PutEncryptionConfiguration",
          "PutLifecycleConfiguration");

  private final WorkBudget budget;
  private final List<Need> needs = new ArrayList<>();
  private final Set<Unresolved> unresolved = new LinkedHashSet<>();

  /// @param budget what is found is bought from it: the same role or text may be found in many
  ///   states
  public Findings(WorkBudget budget) {
    this.budget = budget;
  }

  /// Something that the definition does not tell.
  ///
  /// @param state the state that says too little
  /// @param resource the `Resource` that it names
  /// @param reason in words
  /// @param granted what is allowed nevertheless; nothing when empty
  public record Unresolved(String state, String resource, String reason, List<String> granted) {
    public Unresolved {
      granted = List.copyOf(granted);
    }
  }

  /// What is needed, in the order found.
  public List<Need> needs() {
    return List.copyOf(needs);
  }

  /// What is not known, in the order found.
  public List<Unresolved> unresolved() {
    return List.copyOf(unresolved);
  }

  public void need(Need need) {
    if (!need.resources().isEmpty() && !need.actions().isEmpty()) {
      buy(need.resources());
      needs.add(need);
    }
  }

  public void gap(String state, String resource, String reason, List<String> granted) {
    budget.buyCharacters(state.length() + resource.length() + (long) reason.length());
    buy(granted);
    unresolved.add(new Unresolved(state, resource, reason, granted));
  }

  private void buy(List<String> texts) {
    long characters = 0;
    for (String text : texts) {
      characters += text.length();
    }
    budget.buyCharacters(characters);
  }

  /// What a state's call needs, with what of it is not known.
  ///
  /// @param resource the `Resource` of the state
  /// @param condition by operator, key and values
  void need(
      String state,
      String resource,
      List<String> actions,
      Resolution on,
      Map<String, Map<String, List<Filled>>> condition) {
    on.blocked().forEach(reason -> gap(state, resource, reason, List.of()));
    Map<String, Set<String>> granted = new LinkedHashMap<>();
    for (Filled each : on.resources()) {
      for (String reason : each.unknown()) {
        granted.computeIfAbsent(reason, _ -> new LinkedHashSet<>()).add(each.text());
      }
    }
    Map<String, Map<String, List<String>>> texts = new TreeMap<>();
    condition.forEach(
        (operator, keys) ->
            keys.forEach(
                (key, values) -> {
                  texts
                      .computeIfAbsent(operator, _ -> new TreeMap<>())
                      .put(key, Filled.texts(values));
                  for (Filled value : values) {
                    for (String reason : value.unknown()) {
                      granted
                          .computeIfAbsent(
                              "`"
                                  + key
                                  + "` is `"
                                  + UntrustedText.shown(value.text())
                                  + "`: "
                                  + reason,
                              _ -> new LinkedHashSet<>())
                          .addAll(on.arns());
                    }
                  }
                }));
    granted.forEach((reason, arns) -> gap(state, resource, reason, List.copyOf(arns)));
    List<String> directories =
        on.arns().stream().filter(arn -> arn.contains(DIRECTORY_BUCKETS)).toList();
    if (directories.isEmpty() || !actions.stream().allMatch(action -> action.startsWith("s3:"))) {
      need(new Need(actions, on.arns(), texts, state));
      return;
    }
    List<String> others = on.arns().stream().filter(arn -> !directories.contains(arn)).toList();
    need(new Need(actions, others, texts, state));
    need(
        new Need(
            actions.stream().map(Findings::directoryAction).toList(), directories, texts, state));
  }

  private static String directoryAction(String action) {
    String name = action.substring("s3:".length());
    return "s3express:" + (OF_DIRECTORY_BUCKETS.contains(name) ? name : "CreateSession");
  }

  void need(String state, String resource, List<String> actions, Resolution on) {
    need(state, resource, actions, on, Map.of());
  }

  /// Tells what is not known of resources that another policy than the role's allows.
  public void told(String state, String resource, Resolution on) {
    need(state, resource, List.of(), on);
  }

  /// The same for one resource.
  public void need(String state, String resource, List<String> actions, Filled on) {
    need(state, resource, actions, Resolution.of(on));
  }
}
