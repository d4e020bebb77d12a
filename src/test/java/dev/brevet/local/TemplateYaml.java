package dev.brevet.local;

import module java.base;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// CloudFormation's YAML as maps, lists and texts: every scalar is its text, and `!Sub x` is the
/// map `Fn::Sub: x`.
final class TemplateYaml {
  private TemplateYaml() {}

  /// @throws UncheckedIOException when `file` cannot be read
  static Object read(Path file) {
    try {
      return new Compose(LoadSettings.builder().setLabel(file.toString()).build())
          .composeString(Files.readString(file))
          .map(TemplateYaml::plain)
          .orElseThrow(() -> new IllegalArgumentException("the template is empty"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object plain(Node node) {
    Object value =
        switch (node) {
          case ScalarNode scalar -> scalar.getValue();
          case SequenceNode sequence ->
              sequence.getValue().stream().map(TemplateYaml::plain).toList();
          case MappingNode mapping -> {
            Map<String, Object> map = new LinkedHashMap<>();
            for (NodeTuple tuple : mapping.getValue()) {
              map.put(Template.text(plain(tuple.getKeyNode())), plain(tuple.getValueNode()));
            }
            yield map;
          }
          default -> throw new IllegalArgumentException("not plain YAML: " + node.getTag());
        };
    String tag = node.getTag().getValue();
    if (!tag.startsWith("!")) {
      return value;
    }
    return switch (tag) {
      case "!Ref" -> Map.of("Ref", value);
      case "!Condition" -> Map.of("Condition", value);
      default -> Map.of("Fn::" + tag.substring(1), value);
    };
  }
}
