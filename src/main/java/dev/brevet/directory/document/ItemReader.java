package dev.brevet.directory.document;

import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.EnforcementPoint;
import dev.brevet.directory.EnforcementPoint.Assertable;
import dev.brevet.directory.EnforcementPointName;
import dev.brevet.directory.Entity;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.Group;
import dev.brevet.directory.GroupName;
import dev.brevet.directory.ItemKind;
import dev.brevet.directory.Member;
import dev.brevet.directory.PermissionsBoundary;
import dev.brevet.directory.PolicyAttachment;
import dev.brevet.directory.PolicyName;
import dev.brevet.directory.Properties;
import dev.brevet.directory.ResourceName;
import dev.brevet.directory.Subject;
import dev.brevet.directory.Target;
import dev.brevet.directory.document.ItemReading.Problem;
import dev.brevet.directory.document.ItemReading.Readable;
import dev.brevet.directory.document.ItemReading.Unreadable;
import dev.brevet.json.JsonReader;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads an item's JSON, one that is stored and one that somebody wants to store alike: everything
/// is checked, unknown and repeated fields are refused, and every problem is named with its field.
public final class ItemReader {
  /// The longest document, in characters. DynamoDB's items have 400 KB.
  public static final int LONGEST = 262_144;

  private final String source;
  private final List<Problem> problems = new ArrayList<>();

  private ItemReader(String source) {
    this.source = source;
  }

  /// A valid item of that kind, or all that is wrong with `json`, which is untrusted and of any
  /// length.
  public static ItemReading read(ItemKind kind, String json) {
    if (json.length() > LONGEST) {
      return unreadable("longer than " + LONGEST + " characters");
    }
    String text = json.startsWith("\uFEFF") ? json.substring(1) : json;
    return switch (JsonReader.read(text)) {
      case JsonReader.NotJson not ->
          unreadable("line " + not.line() + ", column " + not.column() + ": " + not.message());
      case JsonReader.Read(JsonValue value) ->
          value instanceof JsonObject object
              ? new ItemReader(text).item(kind, object)
              : unreadable("must be an object");
    };
  }

  private static Unreadable unreadable(String message) {
    return new Unreadable(List.of(new Problem("", message)));
  }

  private ItemReading item(ItemKind kind, JsonObject object) {
    DocumentFields fields = new DocumentFields("", object, problems);
    Optional<? extends DirectoryItem> item =
        switch (kind) {
          case ENTITY -> entity(fields);
          case GROUP -> group(fields);
          case POLICY -> new PolicyDocument(source, problems).policy(fields);
          case ATTACHMENT -> attachment(fields);
          case BOUNDARY -> boundary(fields);
          case ENFORCEMENT_POINT -> enforcementPoint(fields);
          case API -> ApiDocument.read(fields);
        };
    // So that what was shown can be sent back.
    fields.ignore("version");
    fields.refuseUnknown();
    if (item.isEmpty() && problems.isEmpty()) {
      return unreadable("is incomplete");
    }
    return problems.isEmpty() ? new Readable(item.orElseThrow()) : new Unreadable(problems);
  }

  private static Optional<Entity> entity(DocumentFields fields) {
    Optional<EntityId> id = NamedThings.entity(fields);
    Optional<Properties> properties =
        fields.has("properties")
            ? fields
                .any("properties")
                .flatMap(
                    value -> fields.attempt("properties", () -> PropertiesDocument.read(value)))
            : Optional.of(Properties.none());
    return id.flatMap(name -> properties.map(known -> new Entity(name, known)));
  }

  private static Optional<Group> group(DocumentFields fields) {
    Optional<GroupName> name = fields.required("name", GroupName::new);
    String description = fields.description();
    Set<Member> members = new LinkedHashSet<>();
    List<JsonValue> listed = fields.list("members");
    for (int i = 0; i < listed.size(); i++) {
      String at = "members[" + i + "]";
      fields
          .fields(at, listed.get(i))
          .flatMap(NamedThings::target)
          .ifPresent(
              target -> {
                switch (target) {
                  case Subject subject -> members.add(subject);
                  case GroupName group -> members.add(group);
                  case ResourceName _ -> fields.problem(at, "a resource cannot be in a group");
                }
              });
    }
    return name.flatMap(
        known -> fields.attempt("members", () -> new Group(known, description, members)));
  }

  private static Optional<PolicyAttachment> attachment(DocumentFields fields) {
    Optional<PolicyName> policy = fields.required("policy", PolicyName::new);
    fields.require("target");
    Optional<Target> target = fields.object("target").flatMap(NamedThings::target);
    return policy.flatMap(name -> target.map(what -> new PolicyAttachment(name, what)));
  }

  private static Optional<PermissionsBoundary> boundary(DocumentFields fields) {
    Optional<Subject> subject = subject(fields);
    Optional<PolicyName> policy = fields.required("policy", PolicyName::new);
    return subject.flatMap(who -> policy.map(name -> new PermissionsBoundary(who, name)));
  }

  private static Optional<EnforcementPoint> enforcementPoint(DocumentFields fields) {
    Optional<EnforcementPointName> name = fields.required("name", EnforcementPointName::new);
    String description = fields.description();
    Optional<Subject> subject = subject(fields);
    if (subject.orElse(null) instanceof EntityId) {
      fields.problem("subject", "must be a `principal` or a `token`: a program has no other proof");
      subject = Optional.empty();
    }
    Optional<Subject> program = subject;
    Optional<DocumentFields> assertable = fields.object("assertable");
    Assertable ofSubject = assertable(assertable, "subject");
    Assertable ofResource = assertable(assertable, "resource");
    Assertable ofAction = assertable(assertable, "action");
    Assertable ofContext = assertable(assertable, "context");
    assertable.ifPresent(DocumentFields::refuseUnknown);
    Set<String> globalKeys = fields.texts("globalKeys");
    return name.flatMap(
        known ->
            program.flatMap(
                who ->
                    fields.attempt(
                        "globalKeys",
                        () ->
                            new EnforcementPoint(
                                known,
                                description,
                                who,
                                ofSubject,
                                ofResource,
                                ofAction,
                                ofContext,
                                globalKeys))));
  }

  private static Assertable assertable(Optional<DocumentFields> fields, String of) {
    Optional<DocumentFields> own = fields.flatMap(all -> all.object(of));
    if (own.isEmpty()) {
      return Assertable.nothing();
    }
    Set<String> add = own.get().texts("add");
    Set<String> replace = own.get().texts("replace");
    own.get().refuseUnknown();
    return own.get().attempt("", () -> new Assertable(add, replace)).orElse(Assertable.nothing());
  }

  private static Optional<Subject> subject(DocumentFields fields) {
    fields.require("subject");
    return fields
        .object("subject")
        .flatMap(NamedThings::target)
        .flatMap(
            target ->
                switch (target) {
                  case Subject subject -> Optional.of(subject);
                  case GroupName _, ResourceName _ -> {
                    fields.problem("subject", "must be `principal`, `entity` or `token`");
                    yield Optional.empty();
                  }
                });
  }
}
