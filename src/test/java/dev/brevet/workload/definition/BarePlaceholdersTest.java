package dev.brevet.workload.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import module java.base;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `DefinitionSubstitutions` are made in the text, so that a number may stand without quotes.
/// Source: AWS SAM Developer Guide, sam-resource-statemachine ("DefinitionSubstitutions").
class BarePlaceholdersTest {
  private static final Substitutions GIVEN =
      new Substitutions(
          Map.of("Timeout", "30", "On", "true", "Text", "f", "More", "1,\"X\":2", "Name", "g"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'TimeoutSeconds':${Timeout}                    | true",
        "'TimeoutSeconds':${Timeout},'Retry':${On}      | true",
        "'TimeoutSeconds':${Unknown}                    | true",
        "'Parameters':${Unknown}                        | true",
        "'Comment':'a \\' ${Timeout}','TimeoutSeconds':${Timeout} | true",
        "'TimeoutSeconds':${Text}                       | false",
        "'TimeoutSeconds':${More}                       | false",
        "'TimeoutSeconds':1${Timeout}                   | true",
        "'TimeoutSeconds':${Timeout                     | false",
      })
  void placeholderOutsideQuotes_isOneValueOrNone(String fields, boolean read) {
    String definition =
        "{'StartAt':'T','States':{'T':{'Type':'Task','Resource':'arn:aws:lambda:eu-west-1:111122223333:function:${Name}',"
            + fields
            + "}}}";
    DefinitionReader.Reading reading = DefinitionReader.read(definition.replace('\'', '"'), GIVEN);
    assertEquals(read, reading instanceof DefinitionReader.Read, () -> definition + "\n" + reading);
    if (reading instanceof DefinitionReader.Read(StateMachineDefinition machine)) {
      assertEquals(
          "arn:aws:lambda:eu-west-1:111122223333:function:g",
          ((Step.Task) machine.steps().getFirst()).resource().written());
    }
  }
}
