package dev.brevet.workload;

import module java.base;

import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;

/// A designed role in the forms in which people make roles: a CloudFormation or SAM fragment,
/// Terraform, commands of the AWS CLI.
record RoleFormats(RoleDesign design) {
  private static final Pattern REFERENCE =
      Pattern.compile("\\{\\{\\s*resolve\\s*:", Pattern.CASE_INSENSITIVE);

  JsonObject toJson() {
    return JsonValue.object()
        .with("cloudformation", cloudFormation())
        .with("terraform", terraform())
        .with("cli", cli());
  }

  /// `Resources` of a template. Pseudo parameters are not used: what was designed is what is
  /// deployed.
  String cloudFormation() {
    if (refersElsewhere()) {
      return "# Not given: a name in a policy begins a dynamic reference, which CloudFormation"
          + " would\n"
          + "# replace by what it refers to. The commands of the AWS CLI and Terraform take"
          + " it literally.\n";
    }
    Map<String, JsonValue> properties = new LinkedHashMap<>();
    properties.put("RoleName", JsonValue.of(design.roleName()));
    properties.put("AssumeRolePolicyDocument", design.trustPolicy());
    if (!design.policies().isEmpty()) {
      properties.put(
          "Policies",
          JsonValue.of(List.of(named("PolicyName", policyName(0), design.policies().getFirst()))));
    }
    List<JsonObject> managed = new ArrayList<>();
    Map<String, JsonValue> resources = new LinkedHashMap<>();
    for (int i = 1; i < design.policies().size(); i++) {
      String id = "RolePolicy" + (i + 1);
      managed.add(JsonValue.of(Map.of("Ref", JsonValue.of(id))));
      resources.put(
          id,
          resource(
              "AWS::IAM::ManagedPolicy",
              named("ManagedPolicyName", policyName(i), design.policies().get(i))));
    }
    if (!managed.isEmpty()) {
      properties.put("ManagedPolicyArns", JsonValue.of(managed));
    }
    Map<String, JsonValue> all = new LinkedHashMap<>();
    all.put("Role", resource("AWS::IAM::Role", JsonValue.of(properties)));
    all.putAll(resources);
    return undone("CloudFormation")
        + Yaml.text(JsonValue.of(Map.of("Resources", JsonValue.of(all))));
  }

  String terraform() {
    StringBuilder out = new StringBuilder(undone("Terraform's provider"));
    out.append("resource \"aws_iam_role\" \"role\" {\n  name               = ")
        .append(hcl(design.roleName()))
        .append("\n  assume_role_policy = ")
        .append(jsonencode(design.trustPolicy()))
        .append("\n}\n");
    for (int i = 0; i < design.policies().size(); i++) {
      boolean inline = i == 0;
      String label = inline ? "policy" : "policy" + (i + 1);
      out.append("\nresource \"")
          .append(inline ? "aws_iam_role_policy" : "aws_iam_policy")
          .append("\" \"")
          .append(label)
          .append("\" {\n  name   = ")
          .append(hcl(policyName(i)))
          .append(inline ? "\n  role   = aws_iam_role.role.id" : "")
          .append("\n  policy = ")
          .append(jsonencode(design.policies().get(i).toJson()))
          .append("\n}\n");
      if (!inline) {
        out.append("\nresource \"aws_iam_role_policy_attachment\" \"")
            .append(label)
            .append("\" {\n  role       = aws_iam_role.role.name\n  policy_arn = aws_iam_policy.")
            .append(label)
            .append(".arn\n}\n");
      }
    }
    return out.toString();
  }

  String cli() {
    String role = shell(design.roleName());
    StringBuilder out = new StringBuilder();
    out.append("aws iam create-role --role-name ")
        .append(role)
        .append(" --assume-role-policy-document ")
        .append(shell(JsonText.compact(design.trustPolicy())))
        .append('\n');
    for (int i = 0; i < design.policies().size(); i++) {
      String name = shell(policyName(i));
      String document = shell(JsonText.compact(design.policies().get(i).toJson()));
      if (i == 0) {
        out.append("aws iam put-role-policy --role-name ")
            .append(role)
            .append(" --policy-name ")
            .append(name)
            .append(" --policy-document ")
            .append(document)
            .append('\n');
      } else {
        out.append("aws iam attach-role-policy --role-name ")
            .append(role)
            .append(" --policy-arn \"$(aws iam create-policy --policy-name ")
            .append(name)
            .append(" --policy-document ")
            .append(document)
            .append(" --query Policy.Arn --output text)\"\n");
      }
    }
    return out.toString();
  }

  private String policyName(int place) {
    return place == 0 ? "permissions" : design.roleName() + "-" + (place + 1);
  }

  private static JsonObject named(String key, String name, PolicyDocument document) {
    return JsonValue.object().with(key, name).with("PolicyDocument", document.toJson());
  }

  private static JsonObject resource(String type, JsonObject properties) {
    return JsonValue.object().with("Type", type).with("Properties", properties);
  }

  /// A comment where a policy has characters that IAM takes as escapes of JSON only, and a tool on
  /// the way may write them out.
  private String undone(String tool) {
    boolean needed =
        isEscaped(design.trustPolicy())
            || design.policies().stream().anyMatch(policy -> isEscaped(policy.toJson()));
    return needed
        ? "# A policy has characters beyond ASCII. IAM takes those beyond U+00FF as \\uXXXX only,\n"
            + "# and "
            + tool
            + " may write them out (unverified): the commands of the AWS CLI do not.\n"
        : "";
  }

  /// Whether CloudFormation would read a text as `{{resolve:service:name}}`. It does so after
  /// putting texts together, so that there is no way to write one that stands for itself. Source:
  /// AWS CloudFormation User Guide, dynamic-references.
  private boolean refersElsewhere() {
    return Stream.concat(
            Stream.of(design.trustPolicy()), design.policies().stream().map(PolicyDocument::toJson))
        .anyMatch(document -> REFERENCE.matcher(JsonText.compact(document)).find());
  }

  private static boolean isEscaped(JsonObject document) {
    return JsonText.compact(document).contains("\\u");
  }

  /// JSON is an expression of Terraform's language once its two template markers are doubled. Its
  /// escapes would be read as Terraform's own: a document with some is a string.
  private static String jsonencode(JsonObject document) {
    if (isEscaped(document)) {
      return hcl(JsonText.compact(document));
    }
    String json = JsonText.indented(document).strip().replace("\n", "\n  ");
    return "jsonencode(" + json.replace("${", "$${").replace("%{", "%%{") + ")";
  }

  private static String hcl(String text) {
    return JsonText.quoted(text).replace("${", "$${").replace("%{", "%%{");
  }

  /// One word of a POSIX shell.
  private static String shell(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
