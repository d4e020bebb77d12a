package dev.brevet.api;

import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.DirectoryStore;
import dev.brevet.directory.DirectoryStore.StoredItem;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.ItemReader;
import dev.brevet.directory.ItemReading;
import dev.brevet.directory.ItemWriter;
import dev.brevet.directory.PolicyName;
import dev.brevet.iam.RequestContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/// One page of a collection: `?limit=100&token=...`, and of entities `type`, of attachments
/// `policy`. Sorted by name. `next` is the token of the next page, and absent on the last.
sealed interface DirectoryPage {
  int MOST = 500;
  int USUAL = 100;

  /// What is asked for cannot be read.
  record Refused(Problem problem) implements DirectoryPage {}

  /// `prefix` and `after` are of items' names; empty for none.
  record Page(DirectoryCollection in, String prefix, String after, int limit)
      implements DirectoryPage {
    /// What a list of this shows, as policies call it.
    AdministeredResource resource() {
      String kind = in.kind().label();
      return of().isEmpty() ? AdministeredResource.all(kind) : AdministeredResource.all(kind, of());
    }

    /// What all of it has in common.
    RequestContext content() {
      return ContentKeys.ofList(in, of());
    }

    /// The type or policy whose items are asked for; empty for all.
    private String of() {
      return prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
    }

    /// What is stored there; paths begin with `base`. Items that cannot be read are told apart,
    /// under `broken`.
    ApiResponse read(DirectoryStore store, String base) {
      List<StoredItem> items = store.list(in.kind(), prefix, after, limit + 1);
      List<StoredItem> shown = items.subList(0, Math.min(limit, items.size()));
      StringJoiner readable = new StringJoiner(",", "[", "]");
      StringJoiner broken = new StringJoiner(",", "[", "]");
      for (StoredItem item : shown) {
        switch (ItemReader.read(in.kind(), item.document())) {
          case ItemReading.Readable(DirectoryItem read) ->
              readable.add(ItemWriter.writeWithVersion(read, item.version()));
          case ItemReading.Unreadable unreadable -> broken.add(broken(item, base, unreadable));
        }
      }
      String next =
          items.size() > limit ? ",\"next\":\"" + token(shown.getLast().key().name()) + "\"" : "";
      String unread = broken.length() > 2 ? ",\"broken\":" + broken : "";
      return ApiResponse.json(200, "{\"" + in.path() + "\":" + readable + unread + next + "}");
    }

    private String broken(StoredItem item, String base, ItemReading.Unreadable unreadable) {
      return JsonText.object(
          json -> {
            json.writeStringField("path", base + in.path(item.key()));
            json.writeStringField("detail", unreadable.summary());
            json.writeNumberField("version", item.version());
          });
    }
  }

  static DirectoryPage of(DirectoryCollection in, String query) {
    return switch (QueryString.read(query)) {
      case QueryString.Reading.Refused(Problem problem) -> new Refused(problem);
      case QueryString.Reading.Read(Map<String, String> parameters) -> of(in, parameters);
    };
  }

  private static DirectoryPage of(DirectoryCollection in, Map<String, String> parameters) {
    String filter =
        switch (in) {
          case ENTITIES -> "type";
          case ATTACHMENTS -> "policy";
          case GROUPS, POLICIES, BOUNDARIES, ENFORCEMENT_POINTS, APIS -> "";
        };
    for (String name : parameters.keySet()) {
      if (!Set.of("limit", "token", filter).contains(name) || name.isEmpty()) {
        String shown = StrictJson.shown(name);
        return refused(shown, "`" + shown + "` is not a parameter here");
      }
    }
    String limit = parameters.getOrDefault("limit", Integer.toString(USUAL));
    if (!limit.matches("[1-9][0-9]{0,2}") || Integer.parseInt(limit) > MOST) {
      return refused("limit", "`limit` is not 1 to " + MOST);
    }
    String of = parameters.getOrDefault(filter, "");
    if (!of.isEmpty() && !(in == DirectoryCollection.ENTITIES ? isType(of) : isPolicy(of))) {
      return refused(filter, "`" + filter + "` names none");
    }
    String prefix = of.isEmpty() ? "" : of + "/";
    Optional<String> after =
        Optional.ofNullable(parameters.get("token"))
            .map(DirectoryPage::name)
            .orElse(Optional.of(""))
            .filter(name -> name.isEmpty() || name.startsWith(prefix));
    return after.isEmpty()
        ? refused("token", "`token` is not of this list")
        : new Page(in, prefix, after.get(), Integer.parseInt(limit));
  }

  private static boolean isType(String text) {
    return EntityId.isType(text);
  }

  private static boolean isPolicy(String text) {
    return PolicyName.parse(text).isPresent();
  }

  private static Optional<String> name(String token) {
    return DirectoryCollection.base64(token)
        .filter(name -> !name.isEmpty())
        .filter(name -> name.getBytes(StandardCharsets.UTF_8).length <= 1_024);
  }

  private static String token(String name) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(name.getBytes(StandardCharsets.UTF_8));
  }

  private static Refused refused(String field, String detail) {
    return new Refused(Problem.malformed(field, detail));
  }
}
