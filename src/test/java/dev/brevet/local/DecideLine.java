package dev.brevet.local;

import module java.base;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.RequestContext;
import dev.brevet.policy.ApplicablePolicies;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.json.Malformed;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;

/// One line of [Decide], read: the request, the policies, and all that was wrong.
final class DecideLine {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(32)
                  .maxNumberLength(64)
                  .maxStringLength(Decide.LONGEST)
                  .build())
          .build();

  private final List<String> malformed = new ArrayList<>();
  private final ApplicablePolicies.Builder policies = ApplicablePolicies.builder();
  private Optional<String> textId = Optional.empty();
  private Optional<String> numberId = Optional.empty();
  private Optional<PolicyType> unreadable = Optional.empty();
  private Optional<AuthorizationRequest> request = Optional.empty();

  private DecideLine() {}

  static DecideLine refused(String why) {
    DecideLine line = new DecideLine();
    line.malformed.add(why);
    return line;
  }

  static DecideLine read(byte[] bytes) throws IOException {
    DecideLine line = new DecideLine();
    try (JsonParser parser = JSON.createParser(bytes)) {
      line.whole(parser);
    } catch (JsonProcessingException _) {
      line.malformed.add("not JSON");
    }
    return line;
  }

  List<String> malformed() {
    return malformed;
  }

  /// The type of the first policy that could not be read.
  Optional<PolicyType> unreadable() {
    return unreadable;
  }

  Optional<AuthorizationRequest> request() {
    return request;
  }

  ApplicablePolicies.Builder policies() {
    return policies;
  }

  void writeId(JsonGenerator json) throws IOException {
    if (numberId.isPresent()) {
      json.writeNumber(numberId.get());
    } else {
      json.writeString(textId.orElse(null));
    }
  }

  private void whole(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      malformed.add("expected an object");
      return;
    }
    boolean asked = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "id" -> id(parser, value);
        case "request" -> {
          asked = true;
          request(parser, value);
        }
        case "policies" -> policies(parser, value);
        default -> parser.skipChildren();
      }
    }
    if (!asked) {
      malformed.add("expected `request`");
    }
    if (parser.nextToken() != null) {
      malformed.add("text after the end of the line's object");
    }
  }

  private void id(JsonParser parser, JsonToken value) throws IOException {
    if (value.isNumeric()) {
      numberId = Optional.of(parser.getText());
    } else if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
      textId = Optional.of(parser.getText());
    } else {
      parser.skipChildren();
    }
  }

  private void request(JsonParser parser, JsonToken value) throws IOException {
    if (value != JsonToken.START_OBJECT) {
      malformed.add("expected an object, the request");
      parser.skipChildren();
      return;
    }
    Map<String, String> texts = new LinkedHashMap<>();
    Map<String, String> caller = new LinkedHashMap<>();
    RequestContext.Builder context = RequestContext.builder();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (name.equals("context") && token == JsonToken.START_OBJECT) {
        context(parser, context);
      } else if (name.equals("principal") && token == JsonToken.START_OBJECT) {
        flat(parser, caller);
      } else if (token.isScalarValue()) {
        if (token != JsonToken.VALUE_NULL) {
          texts.put(name, parser.getText());
        }
      } else {
        malformed.add("unexpected value of `" + name + "` in the request");
        parser.skipChildren();
      }
    }
    build(texts, caller, context.build());
  }

  private void build(
      Map<String, String> texts, Map<String, String> caller, RequestContext context) {
    Optional<Action> action = Action.parse(texts.getOrDefault("action", ""));
    if (action.isEmpty()) {
      malformed.add("not an action");
      return;
    }
    Optional<String> accountText = Optional.ofNullable(texts.get("resourceAccount"));
    Optional<AccountId> account = accountText.flatMap(AccountId::parse);
    if (accountText.isPresent() && account.isEmpty()) {
      malformed.add("not an account id");
    }
    if (texts.containsKey("principal")) {
      caller.put("principal", texts.get("principal"));
    }
    DecideCaller.principal(caller, action.get(), context)
        .ifPresentOrElse(
            principal ->
                request =
                    Optional.of(
                        new AuthorizationRequest(
                            principal,
                            action.get(),
                            texts.getOrDefault("resource", "*"),
                            account,
                            DecideCaller.context(principal, context))),
            () -> malformed.add("not a principal"));
  }

  private void context(JsonParser parser, RequestContext.Builder context) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      List<String> values = new ArrayList<>();
      if (parser.nextToken() == JsonToken.START_ARRAY) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          value(parser, values);
        }
      } else {
        value(parser, values);
      }
      context.put(key, values);
    }
  }

  private void value(JsonParser parser, List<String> values) throws IOException {
    if (!parser.currentToken().isScalarValue()) {
      malformed.add("unexpected value of `" + parser.currentName() + "` in the context");
      parser.skipChildren();
    } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
      values.add(parser.getText());
    }
  }

  private static void flat(JsonParser parser, Map<String, String> into) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (parser.nextToken().isScalarValue()) {
        into.put(name, parser.getText());
      } else {
        parser.skipChildren();
      }
    }
  }

  private void policies(JsonParser parser, JsonToken value) throws IOException {
    if (value != JsonToken.START_OBJECT) {
      malformed.add("expected an object, the policies by type");
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String kind = parser.currentName();
      if (parser.nextToken() == JsonToken.VALUE_NULL) {
        continue;
      }
      switch (kind) {
        case "identity" -> policies.identity(list(parser, PolicyType.IDENTITY));
        case "session" -> policies.session(list(parser, PolicyType.SESSION));
        case "boundary" -> policies.boundary(list(parser, PolicyType.BOUNDARY));
        case "endpoint" -> policies.endpoint(list(parser, PolicyType.ENDPOINT));
        case "resource" -> list(parser, PolicyType.RESOURCE).forEach(policies::resource);
        case "trust" -> list(parser, PolicyType.TRUST).forEach(policies::trust);
        case "scp" -> policies.serviceControl(levels(parser, PolicyType.SERVICE_CONTROL));
        case "rcp" -> policies.resourceControl(levels(parser, PolicyType.RESOURCE_CONTROL));
        default -> {
          // A type that is not known could have limited: leaving it out could allow.
          malformed.add("unknown type of policy `" + kind + "`");
          parser.skipChildren();
        }
      }
    }
  }

  private List<Policy> list(JsonParser parser, PolicyType type) throws IOException {
    List<Policy> list = new ArrayList<>();
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      policy(parser, type, 0).ifPresent(list::add);
      return list;
    }
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      policy(parser, type, i).ifPresent(list::add);
    }
    return list;
  }

  private List<List<Policy>> levels(JsonParser parser, PolicyType type) throws IOException {
    List<List<Policy>> levels = new ArrayList<>();
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      malformed.add("expected a list of levels, `" + type.label() + "`");
      parser.skipChildren();
      return levels;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      levels.add(
          parser.currentToken() == JsonToken.START_OBJECT
              ? level(parser, type)
              : list(parser, type));
    }
    return levels;
  }

  // A policy that stands where a level should would be passed over, and could have limited.
  private List<Policy> level(JsonParser parser, PolicyType type) throws IOException {
    List<Policy> level = new ArrayList<>();
    boolean told = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (name.equals("policies")) {
        told = true;
        level.addAll(list(parser, type));
      } else {
        parser.skipChildren();
      }
    }
    if (!told) {
      malformed.add("expected `policies` in a level of `" + type.label() + "`");
    }
    return level;
  }

  private Optional<Policy> policy(JsonParser parser, PolicyType type, int index)
      throws IOException {
    return switch (PolicyReader.read(parser, type)) {
      case Parsed parsed -> Optional.of(parsed.policy());
      case Malformed why -> {
        malformed.add(type.label() + "[" + index + "]: " + why);
        unreadable = unreadable.or(() -> Optional.of(type));
        yield Optional.empty();
      }
    };
  }
}
