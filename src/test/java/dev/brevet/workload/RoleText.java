package dev.brevet.workload;

import dev.brevet.json.JsonText;
import dev.brevet.workload.RoleDesign.Target;
import java.util.List;

/// A designed role as text that a person can review line by line.
final class RoleText {
  private RoleText() {}

  static String of(RoleDesign design) {
    StringBuilder out = new StringBuilder();
    policies(design.policies(), "", out);
    for (Target target : design.targets()) {
      line(out, "", "target " + target.resource() + " for " + target.states());
      switch (target) {
        case Target.Role role -> {
          line(out, "  ", "trust " + JsonText.compact(role.trustPolicy()));
          policies(role.policies(), "  ", out);
        }
        case Target.Resource resource ->
            line(out, "  ", "policy " + JsonText.compact(resource.resourcePolicy()));
      }
    }
    for (var gap : design.unresolved()) {
      String granted = gap.granted().isEmpty() ? "nothing allowed" : "allowed on " + gap.granted();
      line(
          out,
          "",
          "unresolved "
              + gap.state()
              + " ("
              + gap.resource()
              + "): "
              + gap.reason()
              + "; "
              + granted);
    }
    return out.toString();
  }

  private static void policies(List<PolicyDocument> policies, String indent, StringBuilder out) {
    for (int i = 0; i < policies.size(); i++) {
      for (PolicyStatement statement : policies.get(i).statements()) {
        line(
            out,
            indent,
            statement.effect().text()
                + " "
                + String.join(" ", statement.actions())
                + (i == 0 ? "" : " (managed policy " + i + ")"));
        statement
            .states()
            .forEach((arn, states) -> line(out, indent, "  on " + arn + " for " + states));
        statement
            .condition()
            .forEach((operator, keys) -> line(out, indent, "  if " + operator + " " + keys));
      }
    }
  }

  private static void line(StringBuilder out, String indent, String text) {
    out.append(indent).append(text).append('\n');
  }
}
