package dev.brevet.cli;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.cli.environment.Documents;
import dev.brevet.cli.environment.Environment;
import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.iam.AccountId;
import dev.brevet.iam.UntrustedText;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.policy.lint.CatalogueKnowledge;
import dev.brevet.policy.lint.Finding;
import dev.brevet.policy.lint.PolicyDifferences;
import dev.brevet.policy.lint.PolicyLint;
import dev.brevet.policy.lint.Severity;

final class LintCommand implements Callable<Integer> {
  private final Environment environment;

  private final Supplier<List<String>> files;
  private final Supplier<PolicyType> kind;
  private final Supplier<Optional<String>> account;
  private final Supplier<Optional<String>> boundary;
  private final Supplier<Format> format;
  private final Supplier<Level> failOn;
  private final ConnectionOptions connection;

  /// The names are what the command line takes.
  enum Format {
    text,
    json,
    sarif
  }

  /// The names are what the command line takes.
  enum Level {
    error,
    warning,
    info,
    never
  }

  /// A file and what was found in it.
  record Checked(String file, List<JsonObject> findings) {
    Checked {
      findings = List.copyOf(findings);
    }
  }

  LintCommand(Environment environment, Syntax syntax) {
    this.environment = environment;
    syntax.describe(
        "Checks IAM policies for mistakes. Needs no server.",
        "",
        "Exit code 1 if a finding is as severe as --fail-on says, 7 if this cannot be decided.",
        "With --url or --profile a running Brevet checks; its version may be newer.",
        "For code scanning:",
        "  brevet lint --format sarif --kind trust policies/*.json > brevet.sarif");
    files =
        syntax.files("FILE", "Policies in JSON; - is standard input, a folder its .json files.");
    kind = PolicyKind.option(syntax, "What the policies are attached to");
    account =
        syntax.option(
            "--account",
            "ID",
            "The account that owns the policies: shows principals of other accounts.");
    boundary =
        syntax.fileOption(
            "--boundary", "FILE", "A permissions boundary that the policies must stay within.");
    format =
        syntax.choice(
            "-f --format",
            "text|json|sarif",
            Format.text,
            "Default: text. SARIF is of version 2.1.0.");
    failOn =
        syntax.choice(
            "--fail-on",
            "error|warning|info|never",
            Level.error,
            "The lowest severity that makes the exit code 1. Default: error.");
    connection = new ConnectionOptions(syntax);
  }

  @Override
  public Integer call() throws Failure {
    Optional<AccountId> owner = account.get().flatMap(AccountId::parse);
    if (account.get().isPresent() && owner.isEmpty()) {
      throw Failure.of(Exit.USAGE, "`--account` is not twelve digits");
    }
    Check check = check(owner);
    List<Checked> checked = new ArrayList<>();
    for (String file : named()) {
      checked.add(new Checked(file, check.findings(Documents.text(file, environment))));
    }
    print(checked);
    List<JsonObject> findings = checked.stream().flatMap(file -> file.findings().stream()).toList();
    if (findings.stream().anyMatch(this::fails)) {
      return Exit.FOUND.code();
    }
    boolean untold = failOn.get() != Level.never && findings.stream().anyMatch(this::isUntold);
    return (untold ? Exit.CANNOT_TELL : Exit.DONE).code();
  }

  /// The files that are named, and those ending in `.json` in the folders that are, in their order.
  private List<String> named() throws Failure {
    List<String> named = new ArrayList<>();
    for (String file : files.get()) {
      Path path;
      try {
        path = Path.of(file);
      } catch (InvalidPathException _) {
        named.add(file);
        continue;
      }
      if (file.equals("-") || !Files.isDirectory(path)) {
        named.add(file);
        continue;
      }
      try (Stream<Path> inside = Files.list(path)) {
        List<String> policies =
            inside
                .filter(each -> each.toString().endsWith(".json") && Files.isRegularFile(each))
                .map(Path::toString)
                .sorted()
                .toList();
        if (policies.isEmpty()) {
          throw Failure.of(Exit.USAGE, "`" + file + "` has no file that ends in `.json`");
        }
        named.addAll(policies);
      } catch (IOException | UncheckedIOException _) {
        throw Failure.of(Exit.USAGE, "`" + file + "` cannot be read");
      }
    }
    return named;
  }

  /// Whether it says that something worse may be: what was not looked at, or what cannot be
  /// compared with the boundary. A Brevet of before says the latter by a warning of the one id.
  private boolean isUntold(JsonObject finding) {
    String id = finding.text("id").orElse("");
    return id.equals("NOT_ALL_CHECKED")
        || id.equals("BOUNDARY_CANNOT_BE_TOLD")
        || id.equals("SESSION_POLICY_OUTSIDE_BOUNDARY");
  }

  /// Finds what there is to say about a policy.
  private interface Check {
    List<JsonObject> findings(String policy) throws Failure;
  }

  private Check check(Optional<AccountId> owner) throws Failure {
    Optional<String> limit = Optional.empty();
    if (boundary.get().isPresent()) {
      limit = Optional.of(Documents.text(boundary.get().get(), environment));
    }
    return connection.isGiven() ? remote(owner, limit) : local(owner, limit);
  }

  private Check local(Optional<AccountId> owner, Optional<String> limit) throws Failure {
    Catalogue catalogue = Catalogue.bundled();
    PolicyLint lint = new PolicyLint(catalogue);
    PolicyDifferences differences = new PolicyDifferences(new CatalogueKnowledge(catalogue));
    Optional<Policy> bound = Optional.empty();
    if (limit.isPresent()) {
      String file = boundary.get().orElseThrow();
      bound = Optional.of(PolicyFiles.read(file, limit.get(), PolicyType.BOUNDARY));
    }
    Optional<Policy> within = bound;
    return text ->
        Stream.concat(
                lint.check(text, kind.get(), owner).stream(),
                within.stream()
                    .flatMap(
                        outer ->
                            differences
                                .outside(text, kind.get(), outer, WorkBudget.ofRequest())
                                .stream()))
            .map(Finding::toJson)
            .toList();
  }

  /// The policy goes as a text, so that lines and columns are the file's own.
  private Check remote(Optional<AccountId> owner, Optional<String> limit) throws Failure {
    Connection brevet = connection.open(environment);
    return policy -> {
      JsonObject body =
          JsonValue.object()
              .with("policy", policy)
              .with("kind", kind.get().label())
              .with("account", owner.map(AccountId::digits).map(JsonValue::of))
              .with("boundary", limit.map(JsonValue::of));
      return brevet.post("/v1/policies:lint", body).objects("findings");
    };
  }

  private void print(List<Checked> checked) {
    switch (format.get()) {
      case text -> checked.forEach(this::print);
      case json -> environment.out().print(JsonText.indented(json(checked)));
      case sarif -> environment.out().print(JsonText.indented(Sarif.of(checked, Brevet.version())));
    }
  }

  private void print(Checked file) {
    for (JsonObject finding : file.findings()) {
      JsonObject place = finding.object("place");
      environment
          .out()
          .println(
              UntrustedText.plain(
                  file.file()
                      + ":"
                      + Documents.number(place, "line").orElse(1)
                      + ":"
                      + Documents.number(place, "column").orElse(1)
                      + ": "
                      + finding.text("severity").orElse("")
                      + ": "
                      + finding.text("why").orElse("")
                      + " ["
                      + finding.text("id").orElse("")
                      + "]"));
      finding
          .get("repair")
          .ifPresent(
              patch ->
                  environment
                      .out()
                      .println("  safe repair: " + UntrustedText.plain(JsonText.compact(patch))));
    }
  }

  private static JsonObject json(List<Checked> checked) {
    List<JsonObject> files =
        checked.stream()
            .map(
                file ->
                    JsonValue.object()
                        .with("file", file.file())
                        .with("findings", JsonValue.of(file.findings())))
            .toList();
    return JsonValue.object().with("files", JsonValue.of(files));
  }

  private boolean fails(JsonObject finding) {
    Optional<Severity> severity =
        Arrays.stream(Severity.values())
            .filter(each -> finding.text("severity").filter(each.label()::equals).isPresent())
            .findFirst();
    return severity.isPresent()
        && switch (failOn.get()) {
          case never -> false;
          case info -> true;
          case warning -> severity.get() != Severity.INFO;
          case error -> severity.get() == Severity.ERROR;
        };
  }
}
