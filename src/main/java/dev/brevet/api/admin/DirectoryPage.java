package dev.brevet.api.admin;

import module java.base;

import dev.brevet.api.AdministeredResource;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.JsonText;
import dev.brevet.api.PageQuery;
import dev.brevet.api.Problem;
import dev.brevet.api.QueryString;
import dev.brevet.api.RowPage;
import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.DirectoryStore;
import dev.brevet.directory.DirectoryStore.StoredItem;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.PolicyName;
import dev.brevet.directory.document.ItemReader;
import dev.brevet.directory.document.ItemWriter;
import dev.brevet.iam.RequestContext;
import dev.brevet.json.DocumentReading;

/// One page of a collection: `?limit=100&token=...`, and of entities `type`, of attachments
/// `policy`. Sorted by name. `next` is the token of the next page, and absent on the last.
sealed interface DirectoryPage {
  int USUAL = 100;

  /// How many items are read at first.
  int FIRST = 32;

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
    /// under `broken`, to `unbounded` callers: what nobody can read, nobody else may read. Some are
    /// read at first, more when these were small: what is read and finds no place is little.
    ApiResponse read(DirectoryStore store, String base, boolean unbounded) {
      RowPage rows = new RowPage(limit, in.path());
      String last = after;
      boolean more = true;
      for (int some = FIRST; more && !rows.isCut(); some *= 2) {
        int asked = Math.min(some, limit + 1 - rows.rows());
        List<StoredItem> items = store.list(in.kind(), prefix, last, asked);
        for (StoredItem item : items) {
          if (!add(item, base, unbounded, rows)) {
            break;
          }
        }
        more = items.size() == asked;
        last = items.isEmpty() ? last : items.getLast().key().name();
      }
      return ApiResponse.json(200, "{" + rows.members() + "}");
    }

    private boolean add(StoredItem item, String base, boolean unbounded, RowPage rows) {
      String name = item.key().name();
      return switch (ItemReader.read(in.kind(), item.document())) {
        case DocumentReading.Readable(DirectoryItem read) ->
            rows.add(in.path(), name, ItemWriter.writeWithVersion(read, item.version()));
        case DocumentReading.Unreadable<DirectoryItem> unreadable ->
            !unbounded || rows.add("broken", name, broken(item, base, unreadable));
      };
    }

    private String broken(
        StoredItem item, String base, DocumentReading.Unreadable<DirectoryItem> unreadable) {
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
    return switch (PageQuery.of(parameters, filter.isEmpty() ? Set.of() : Set.of(filter), USUAL)) {
      case PageQuery.Refused(Problem problem) -> new Refused(problem);
      case PageQuery.Asked(int limit, String after) ->
          of(in, filter, parameters.getOrDefault(filter, ""), limit, after);
    };
  }

  private static DirectoryPage of(
      DirectoryCollection in, String filter, String of, int limit, String after) {
    if (!of.isEmpty() && !(in == DirectoryCollection.ENTITIES ? isType(of) : isPolicy(of))) {
      return refused(filter, "`" + filter + "` is not a possible name");
    }
    String prefix = of.isEmpty() ? "" : of + "/";
    return after.isEmpty() || after.startsWith(prefix)
        ? new Page(in, prefix, after, limit)
        : refused("token", "`token` is not from a page of this list");
  }

  private static boolean isType(String text) {
    return EntityId.isType(text);
  }

  private static boolean isPolicy(String text) {
    return PolicyName.parse(text).isPresent();
  }

  private static Refused refused(String field, String detail) {
    return new Refused(Problem.malformed(field, detail));
  }
}
