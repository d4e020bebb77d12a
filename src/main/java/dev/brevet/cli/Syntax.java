package dev.brevet.cli;

import module java.base;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// What a command takes: its parameters and options, in picocli's model.
///
/// Each is declared by a call, which returns where its value is once the command runs. Annotations
/// would say the same, but to find and read them takes longer than all the rest of a start
/// (`docs/decisions/0022-quick-starts.md`).
final class Syntax implements Callable<Integer> {
  /// Makes what values that are given several times go into. picocli's own factory looks through
  /// all of the jar for other languages' classes first.
  private static final IFactory COLLECTIONS =
      new IFactory() {
        @Override
        public <K> K create(Class<K> type) {
          return type.cast(type == Map.class ? new LinkedHashMap<>() : new ArrayList<>());
        }
      };

  /// For files: what is declared as a path is completed with names of files. The value stays a
  /// text, as `-` is none.
  private static final ITypeConverter<String> AS_IT_IS = text -> text;

  private final CommandSpec spec;
  private @Nullable Callable<Integer> command;
  private int parameters;

  private Syntax(String name) {
    spec = CommandSpec.wrapWithoutInspection(this, COLLECTIONS).name(name);
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .description("Show this help message and exit.")
            .build());
    spec.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .description("Print version information and exit.")
            .build());
    spec.version("brevet " + Brevet.version());
  }

  /// A command of picocli's.
  ///
  /// @param command declares what it takes, and is what runs then
  static CommandLine of(String name, Function<Syntax, Callable<Integer>> command) {
    Syntax syntax = new Syntax(name);
    syntax.command = command.apply(syntax);
    return new CommandLine(syntax.spec, COLLECTIONS);
  }

  @Override
  public Integer call() throws Exception {
    if (command == null) {
      throw new IllegalStateException("declared, and never made");
    }
    return command.call();
  }

  /// What the command does, and how its help ends.
  void describe(String description, String... footer) {
    spec.usageMessage().description(description).footer(footer);
  }

  /// What stands for the commands in the help of one that has some.
  void commands(String label) {
    spec.usageMessage().synopsisSubcommandLabel(label);
  }

  /// The next parameter.
  Supplier<String> parameter(String label, String... description) {
    return add(positional(label, description).type(String.class).build());
  }

  /// The next parameter, which names a file.
  Supplier<String> file(String label, String... description) {
    return add(positional(label, description).type(Path.class).converters(AS_IT_IS).build());
  }

  /// The next parameter, as `reader` reads it.
  <T> Supplier<T> parameter(String label, ITypeConverter<T> reader, String... description) {
    return add(positional(label, description).type(Object.class).converters(reader).build());
  }

  /// The next parameter, which is one of an enum's values.
  <E extends Enum<E>> Supplier<E> parameter(String label, Class<E> type, String... description) {
    return add(positional(label, description).type(type).build());
  }

  /// All parameters from here on.
  ///
  /// @param least 0 or 1
  Supplier<List<String>> parameters(int least, String label, String... description) {
    return add(list(least, label, description).auxiliaryTypes(String.class).build());
  }

  /// All parameters from here on, which name files: one at least.
  Supplier<List<String>> files(String label, String... description) {
    return add(list(1, label, description).auxiliaryTypes(Path.class).converters(AS_IT_IS).build());
  }

  /// An option that is there or not.
  BooleanSupplier flag(String names, String... description) {
    OptionSpec option = add(option(names, description).type(boolean.class).build());
    return () -> Boolean.TRUE.equals(option.getValue());
  }

  /// An option with a text. Empty when it is not given.
  Supplier<Optional<String>> option(String names, String label, String... description) {
    OptionSpec option =
        add(option(names, description).paramLabel(label).type(String.class).build());
    return () -> Optional.ofNullable(option.getValue());
  }

  /// An option that names a file. Empty when it is not given.
  Supplier<Optional<String>> fileOption(String names, String label, String... description) {
    OptionSpec option =
        add(
            option(names, description)
                .paramLabel(label)
                .type(Path.class)
                .converters(AS_IT_IS)
                .build());
    return () -> Optional.ofNullable(option.getValue());
  }

  /// An option, as `reader` reads it. Empty when it is not given.
  <T> Supplier<Optional<T>> option(
      String names, String label, ITypeConverter<T> reader, String... description) {
    OptionSpec option =
        add(
            option(names, description)
                .paramLabel(label)
                .type(Object.class)
                .converters(reader)
                .build());
    return () -> Optional.ofNullable(option.getValue());
  }

  /// An option with a text, which must be given.
  Supplier<String> required(String names, String label, String... description) {
    return add(
            option(names, description).paramLabel(label).type(String.class).required(true).build())
        ::getValue;
  }

  /// An option that is one of an enum's values.
  <E extends Enum<E>> Supplier<E> choice(
      String names, String label, E unlessGiven, String... description) {
    return add(
            option(names, description)
                .paramLabel(label)
                .type(unlessGiven.getDeclaringClass())
                .initialValue(unlessGiven)
                .build())
        ::getValue;
  }

  /// An option that may be given several times.
  Supplier<List<String>> options(String names, String label, String... description) {
    return add(
            option(names, description)
                .paramLabel(label)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .initialValue(List.of())
                .build())
        ::getValue;
  }

  /// An option `NAME=VALUE` that may be given several times.
  Supplier<Map<String, String>> pairs(String names, String... description) {
    return add(
            option(names, description)
                .paramLabel("NAME=VALUE")
                .type(Map.class)
                .auxiliaryTypes(String.class, String.class)
                .initialValue(Map.of())
                .build())
        ::getValue;
  }

  private PositionalParamSpec.Builder list(int least, String label, String... description) {
    String index = parameters + "..*";
    return positional(label, description)
        .index(index)
        .arity(least + "..*")
        .type(List.class)
        .initialValue(List.of());
  }

  private PositionalParamSpec.Builder positional(String label, String... description) {
    return PositionalParamSpec.builder()
        .index(String.valueOf(parameters++))
        .paramLabel(label)
        .required(true)
        .description(description);
  }

  private <T> Supplier<T> add(PositionalParamSpec parameter) {
    spec.addPositional(parameter);
    return parameter::getValue;
  }

  private static OptionSpec.Builder option(String names, String... description) {
    return OptionSpec.builder(names.split(" ", -1)).description(description);
  }

  private OptionSpec add(OptionSpec option) {
    spec.addOption(option);
    return option;
  }
}
