package dev.brevet.workload.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.workload.definition.DefinitionReader.NotADefinition;
import dev.brevet.workload.definition.DefinitionReader.Read;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionReaderTest {
  private static final Substitutions NONE = new Substitutions(Map.of());

  private static final String NESTED =
      """
      {"QueryLanguage":"JSONata","StartAt":"All","States":{
        "All":{"Type":"Parallel","End":true,"Branches":[
          {"StartAt":"A","States":{"A":{"Type":"Task","Resource":"r:a","End":true}}},
          {"StartAt":"M","States":{"M":{"Type":"Map","End":true,
            "Iterator":{"StartAt":"B","States":{"B":{"Type":"Task","Resource":"r:b","End":true}}}}}},
          {"StartAt":"D","States":{"D":{"Type":"Map","End":true,"Label":"L${x}",
            "ItemReader":{"Resource":"r:read","Arguments":{"Bucket":"${x}"}},
            "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"EXPRESS"},
              "StartAt":"C","States":{"C":{"Type":"Task","Resource":"r:c","End":true,
                "Credentials":{"RoleArn":"{% $states.input.role %}"}}}}}}}
        ]}}}\
      """;

  @Test
  void steps_areFoundAtEveryDepth() {
    StateMachineDefinition definition = read(NESTED, new Substitutions(Map.of("x", "y")));
    assertEquals(
        List.of("A", "B", "D", "C"), definition.steps().stream().map(Step::state).toList());
    assertEquals(6, definition.states());
    Step.DistributedMap map = (Step.DistributedMap) definition.steps().get(2);
    assertEquals(Optional.of(new Value.Known("Ly")), map.label());
    assertEquals(new Value.Known("y"), map.itemReader().orElseThrow().arguments().value("Bucket"));
    Step.Task inChild = (Step.Task) definition.steps().get(3);
    assertTrue(inChild.inExpressChild());
    assertEquals(
        new Value.AtRunTime("{% $states.input.role %}", Optional.empty()), inChild.roleArn());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]                                                   | a definition must be an object",
        "{}                                                   | `States` must be an object with at"
            + " least one state",
        "{'StartAt':'A','States':[]}                          | `States` must be an object with at"
            + " least one state",
        "{'States':{'A':{'Type':'Pass'}}}                     | `StartAt` must name a state",
        "{'StartAt':'B','States':{'A':{'Type':'Pass'}}}       | `StartAt` names `B`, which does"
            + " not exist",
        "{'StartAt':'A','States':{'A':'Pass'}}                | state `A` must be an object",
        "{'StartAt':'A','States':{'A':{'Type':'Dance'}}}      | state `A` has no `Type` of the"
            + " language",
        "{'StartAt':'A','States':{'A':{'Type':'Task'}}}       | task `A` has no `Resource`",
        "{'StartAt':'A','States':{'A':{'Type':'Map'}}}        | map state `A` has no"
            + " `ItemProcessor`",
        "{'StartAt':'A','States':{'A':{'Type':'Parallel'}}}   | parallel state `A` has no"
            + " `Branches`",
        "{'StartAt':'A','States':{'A':{'Type':'Parallel','Branches':[1]}}} | a branch must be an"
            + " object",
        "{'StartAt':                                          | ends before it is complete",
      })
  void textThatIsNoMachine_isRefused(String text, String message) {
    assertEquals(
        message,
        assertInstanceOf(NotADefinition.class, DefinitionReader.read(text.replace('\'', '"'), NONE))
            .message());
  }

  @Test
  void refusal_tellsThePlace() {
    NotADefinition refused =
        assertInstanceOf(
            NotADefinition.class,
            DefinitionReader.read(
                "{\"StartAt\":\"A\",\"States\":{\n  \"A\":{\"Type\":\"Task\"}}}", NONE));
    assertEquals(2, refused.line());
    assertEquals(3, refused.column());
  }

  @Test
  void definition_isBoundedByStepFunctionsOwnLimit() {
    String pass = "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\"}}}";
    int room = StateMachineDefinition.MAXIMUM_BYTES - pass.length();
    assertInstanceOf(Read.class, DefinitionReader.read(pass + " ".repeat(room), NONE));
    assertInstanceOf(
        NotADefinition.class, DefinitionReader.read(pass + " ".repeat(room + 1), NONE));
  }

  @Test
  void nesting_isBounded() {
    assertInstanceOf(Read.class, DefinitionReader.read(nested(60), NONE));
    assertEquals(
        "nested deeper than 256 levels",
        assertInstanceOf(NotADefinition.class, DefinitionReader.read(nested(100), NONE)).message());
  }

  @Test
  void bytes_neverThrow() {
    Random random = new Random(11);
    byte[] seed = NESTED.getBytes(StandardCharsets.UTF_8);
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = seed.clone();
      for (int change = random.nextInt(3); change >= 0; change--) {
        bytes[random.nextInt(bytes.length)] = seed[random.nextInt(seed.length)];
      }
      if (DefinitionReader.read(bytes, NONE) instanceof Read) {
        read++;
      }
    }
    assertTrue(read > 1_000, "read " + read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{% 'plain' %}                               | known   | plain",
        "{% 'a/' & $states.input.id & '.json' %}     | pattern | a/*.json",
        "{% $x & '-b' %}                             | pattern | *-b",
        "{% $f('&') & \"c\" %}                       | pattern | *c",
        "{% 'a*$' & $x %}                            | pattern | a??*",
        "{% $x ? 'a' : 'b' %}                        | nothing |",
        "{% 'a' and $x %}                            | nothing |",
        "{% 'a' = $x & 'a' %}                        | nothing |",
        "{% $replace($x, /a/, 'b') & 'c' %}          | nothing |",
        "{% $x %}                                    | nothing |",
      })
  void jsonata_tellsWhatItsResultsLookLike(String text, String kind, String expected) {
    check(kind, expected, Expression.jsonata(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "States.Format('a/{}/b-{}', $.x, $.y) | pattern | a/*/b-*",
        "States.Format('{}', $.x)             | nothing |",
        "States.Format($.format, $.x)         | nothing |",
        "States.Format('a\\'{}', $.x)         | nothing |",
        "$.x                                  | nothing |",
      })
  void intrinsicFunction_tellsWhatItsResultsLookLike(String text, String kind, String expected) {
    check(kind, expected, Expression.jsonPath(text));
  }

  private static void check(String kind, String expected, Value value) {
    switch (kind) {
      case "known" -> assertEquals(new Value.Known(expected), value);
      case "pattern" ->
          assertEquals(
              Optional.of(expected), assertInstanceOf(Value.AtRunTime.class, value).pattern());
      default ->
          assertEquals(Optional.empty(), assertInstanceOf(Value.AtRunTime.class, value).pattern());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a${x}b, aYb, ''",
    "${x}${x}, YY, ''",
    "${z}, ${z}, ${z}",
    "${x${x}, ${xY, ''",
    "${x, ${x, ''",
    "$x ${} {x}, $x ${} {x}, ''",
    "${in}, ${x}, ${x}",
  })
  void substitution_isOnePass(String text, String expected, String left) {
    Substitutions substitutions = new Substitutions(Map.of("x", "Y", "in", "${x}"));
    assertEquals(expected, substitutions.apply(text));
    assertEquals(left, Substitutions.placeholder(expected).orElse(""));
  }

  private static String nested(int levels) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < levels; i++) {
      text.append("{\"StartAt\":\"S%d\",\"States\":{\"S%d\":".formatted(i, i))
          .append("{\"Type\":\"Map\",\"ItemProcessor\":");
    }
    return text
        + "{\"StartAt\":\"S\",\"States\":{\"S\":{\"Type\":\"Pass\"}}}"
        + "}}}".repeat(levels);
  }

  private static StateMachineDefinition read(String text, Substitutions substitutions) {
    return assertInstanceOf(Read.class, DefinitionReader.read(text, substitutions)).definition();
  }
}
