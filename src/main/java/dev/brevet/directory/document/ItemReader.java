package dev.brevet.directory.document;

import module java.base;

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
import dev.brevet.json.DocumentReading;
import dev.brevet.json.Fields;
import dev.brevet.json.JsonValue;

/// Reads an item's JSON, one that is stored like one that is sent: everything is checked, unknown
/// and repeated fields are refused, and every problem is named with its field.
public final class ItemReader {
  /// The longest document, in characters. DynamoDB's items have 400 KB.
  public static final int LONGEST = 262_144;

  private ItemReader() {}

  /// A valid item of that kind, or all that is wrong with `json`, which is untrusted and of any
  /// length.
  public static DocumentReading<DirectoryItem> read(ItemKind kind, String json) {
    return Fields.read(json, LONGEST, fields -> item(kind, fields));
  }

  private static Optional<DirectoryItem> item(ItemKind kind, Fields fields) {
    // So that what was shown can be sent back.
    fields.ignore("version");
    Optional<? extends DirectoryItem> item =
        switch (kind) {
          case ENTITY -> entity(fields);
          case GROUP -> group(fields);
          case POLICY -> PolicyDocument.policy(fields);
          case ATTACHMENT -> attachment(fields);
          case BOUNDARY -> boundary(fields);
          case ENFORCEMENT_POINT -> enforcementPoint(fields);
          case API -> ApiDocument.read(fields);
        };
    return item.map(each -> each);
  }

  private static Optional<Entity> entity(Fields fields) {
    Optional<EntityId> id = NamedThings.entity(fields);
    Optional<JsonValue> given = fields.any("properties");
    Optional<Properties> properties =
        given.isEmpty()
            ? Optional.of(Properties.none())
            : fields.attempt("properties", () -> PropertiesDocument.read(given.get()));
    return id.flatMap(name -> properties.map(known -> new Entity(name, known)));
  }

  private static Optional<Group> group(Fields fields) {
    Optional<GroupName> name = fields.required("name", GroupName::new);
    String description = fields.text("description").orElse("");
    Set<Member> members = new LinkedHashSet<>();
    for (Fields each : fields.objects("members")) {
      switch (NamedThings.target(each).orElse(null)) {
        case Subject subject -> members.add(subject);
        case GroupName group -> members.add(group);
        case ResourceName _ -> each.problem("", "a resource cannot be in a group");
        case null -> {}
      }
    }
    return name.flatMap(
        known -> fields.attempt("members", () -> new Group(known, description, members)));
  }

  private static Optional<PolicyAttachment> attachment(Fields fields) {
    Optional<PolicyName> policy = fields.required("policy", PolicyName::new);
    fields.require("target");
    Optional<Target> target = fields.object("target").flatMap(NamedThings::target);
    return policy.flatMap(name -> target.map(what -> new PolicyAttachment(name, what)));
  }

  private static Optional<PermissionsBoundary> boundary(Fields fields) {
    Optional<Subject> subject = subject(fields);
    Optional<PolicyName> policy = fields.required("policy", PolicyName::new);
    return subject.flatMap(who -> policy.map(name -> new PermissionsBoundary(who, name)));
  }

  private static Optional<EnforcementPoint> enforcementPoint(Fields fields) {
    Optional<EnforcementPointName> name = fields.required("name", EnforcementPointName::new);
    String description = fields.text("description").orElse("");
    Optional<Subject> subject = subject(fields);
    if (subject.orElse(null) instanceof EntityId) {
      fields.problem("subject", "must be a `principal` or a `token`: a program has no other proof");
      subject = Optional.empty();
    }
    Optional<Subject> program = subject;
    Optional<Fields> assertable = fields.object("assertable");
    Assertable ofSubject = assertable(assertable, "subject");
    Assertable ofResource = assertable(assertable, "resource");
    Assertable ofAction = assertable(assertable, "action");
    Assertable ofContext = assertable(assertable, "context");
    Set<String> globalKeys = Set.copyOf(fields.texts("globalKeys"));
    return fields.made(
        "globalKeys",
        () ->
            new EnforcementPoint(
                name.get(),
                description,
                program.get(),
                ofSubject,
                ofResource,
                ofAction,
                ofContext,
                globalKeys),
        name,
        program);
  }

  private static Assertable assertable(Optional<Fields> fields, String of) {
    Optional<Fields> own = fields.flatMap(all -> all.object(of));
    if (own.isEmpty()) {
      return Assertable.nothing();
    }
    Set<String> add = Set.copyOf(own.get().texts("add"));
    Set<String> replace = Set.copyOf(own.get().texts("replace"));
    return own.get().attempt("", () -> new Assertable(add, replace)).orElse(Assertable.nothing());
  }

  private static Optional<Subject> subject(Fields fields) {
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
