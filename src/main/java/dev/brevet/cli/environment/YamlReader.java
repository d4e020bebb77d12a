package dev.brevet.cli.environment;

import module java.base;

import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.UnicodeText;
import dev.brevet.json.JsonReader;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonArray;
import dev.brevet.json.JsonValue.JsonBoolean;
import dev.brevet.json.JsonValue.JsonNull;
import dev.brevet.json.JsonValue.JsonNumber;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.JsonString;
import dev.brevet.json.JsonValue.Member;
import dev.brevet.json.Place;
import dev.brevet.workload.definition.StateMachineDefinition;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// Reads YAML that says what JSON could say, as state machine definitions are also written.
///
/// What JSON cannot express is reported, never guessed: tags such as `!Sub`, keys that are not
/// strings, numbers such as `0x1f` and `.inf`. What aliases repeat counts each time, up to a bound.
/// Source: YAML 1.2.2, 10.3 (core schema).
public final class YamlReader {
  /// Values, with what aliases repeat. Of JSON, as many fit into a definition of 1 MB.
  private static final int MOST_VALUES = 500_000;

  /// The library's tag for `${Name}` is one more text: a placeholder is not its business.
  private static final Set<Tag> PLAIN =
      Set.of(Tag.STR, Tag.ENV_TAG, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.MAP, Tag.SEQ);

  private int values;

  private YamlReader() {}

  /// Not what JSON could say.
  private static final class Wrong extends Exception {
    private final Place at;

    Wrong(Place at, String message) {
      super(message);
      this.at = at;
    }
  }

  public static JsonReader.Reading read(String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setCodePointLimit(StateMachineDefinition.MAXIMUM_BYTES)
            .build();
    try {
      checkDepth(settings, text);
      Optional<Node> root = new Compose(settings).composeString(text);
      return root.isEmpty()
          ? new JsonReader.NotJson(1, 1, "empty")
          : new JsonReader.Read(new YamlReader().value(root.get(), 0));
    } catch (Wrong e) {
      return new JsonReader.NotJson(e.at.line(), e.at.column(), String.valueOf(e.getMessage()));
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark = e.getProblemMark();
      return new JsonReader.NotJson(
          mark.map(Mark::getLine).orElse(0) + 1,
          mark.map(Mark::getColumn).orElse(0) + 1,
          "not YAML: " + e.getProblem());
    } catch (YamlEngineException _) {
      return new JsonReader.NotJson(1, 1, "not YAML, or too large");
    }
  }

  /// Composing goes as deep as the text does.
  private static void checkDepth(LoadSettings settings, String text) throws Wrong {
    int depth = 0;
    for (Event event : new Parse(settings).parseString(text)) {
      switch (event) {
        case CollectionStartEvent _ -> depth++;
        case CollectionEndEvent _ -> depth--;
        default -> {}
      }
      if (depth > JsonReader.MAXIMUM_DEPTH) {
        throw tooDeep(place(event.getStartMark(), event.getEndMark()));
      }
    }
  }

  private static Wrong tooDeep(Place place) {
    return new Wrong(place, "nested deeper than " + JsonReader.MAXIMUM_DEPTH + " levels");
  }

  private JsonValue value(Node node, int depth) throws Wrong {
    Place place = place(node);
    // An alias may stand within what it repeats.
    if (depth > JsonReader.MAXIMUM_DEPTH) {
      throw tooDeep(place);
    }
    if (++values > MOST_VALUES) {
      throw new Wrong(place, "more than " + MOST_VALUES + " values");
    }
    if (!PLAIN.contains(node.getTag())) {
      throw new Wrong(
          place,
          "the tag `"
              + node.getTag().getValue()
              + "` is not supported: write the value without it");
    }
    return switch (node) {
      case MappingNode mapping -> object(mapping, place, depth);
      case SequenceNode sequence -> {
        List<JsonValue> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
          items.add(value(item, depth + 1));
        }
        yield new JsonArray(items, place);
      }
      case ScalarNode scalar -> scalar(scalar, place);
      default -> throw new Wrong(place, "has a value that JSON cannot express");
    };
  }

  private JsonObject object(MappingNode mapping, Place place, int depth) throws Wrong {
    List<Member> members = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (NodeTuple each : mapping.getValue()) {
      Place at = place(each.getKeyNode());
      if (!(each.getKeyNode() instanceof ScalarNode key)) {
        throw new Wrong(at, "has a key that is not a string");
      }
      requireUnicode(key.getValue(), at);
      if (!names.add(key.getValue())) {
        throw new Wrong(at, "the key `" + key.getValue() + "` is given twice");
      }
      members.add(new Member(key.getValue(), at, value(each.getValueNode(), depth + 1)));
    }
    return new JsonObject(members, place);
  }

  private static JsonValue scalar(ScalarNode scalar, Place place) throws Wrong {
    String text = scalar.getValue();
    requireUnicode(text, place);
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.NULL)) {
      return new JsonNull(place);
    }
    if (tag.equals(Tag.BOOL)) {
      return new JsonBoolean(AsciiCase.lower(text).equals("true"), place);
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      if (!text.matches("-?(0|[1-9]\\d{0,30})(\\.\\d{1,30})?([eE][+-]?\\d{1,4})?")) {
        throw new Wrong(place, "`" + text + "` is not a JSON number: quote it if it is a string");
      }
      return new JsonNumber(text, place);
    }
    return new JsonString(text, place);
  }

  private static void requireUnicode(String text, Place place) throws Wrong {
    if (!UnicodeText.isWellFormed(text)) {
      throw new Wrong(place, "holds half a surrogate pair, which is not a Unicode character");
    }
  }

  private static Place place(Node node) {
    return place(node.getStartMark(), node.getEndMark());
  }

  private static Place place(Optional<Mark> start, Optional<Mark> end) {
    return new Place(
        start.map(Mark::getLine).orElse(0) + 1,
        start.map(Mark::getColumn).orElse(0) + 1,
        start.map(Mark::getIndex).orElse(0),
        end.map(Mark::getIndex).orElse(0));
  }
}
