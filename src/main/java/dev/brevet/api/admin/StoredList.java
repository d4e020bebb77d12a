package dev.brevet.api.admin;

import module java.base;

import dev.brevet.api.AdministeredResource;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Content;
import dev.brevet.api.Gate;
import dev.brevet.api.JsonText;
import dev.brevet.api.PageQuery;
import dev.brevet.api.RowPage;
import dev.brevet.api.admin.Administration.Operation;
import dev.brevet.api.admin.Administration.Step;
import dev.brevet.json.InvalidDocument;

/// Lists one kind of thing in pages ([RowPage]), sorted by name: `?limit=100&token=...`, and for
/// some kinds a filter. `next` is the token of the next page, and absent on the last.
record StoredList<I, T>(StoredKind<I, T> kind, Administration administration) {
  /// How many things are read at first, where not all are read at once.
  private static final int FIRST = 32;

  ApiResponse answer(Gate.Call call) throws InvalidDocument {
    String name = kind.names.filter().name();
    Map<String, String> parameters =
        PageQuery.parameters(call.request().query(), name.isEmpty() ? Set.of() : Set.of(name));
    PageQuery page = PageQuery.of(parameters, kind.usualPage());
    String filter = parameters.getOrDefault(name, "");
    if (!filter.isEmpty() && !kind.names.filter().isValue().test(filter)) {
      throw new InvalidDocument(name, "is not a possible name");
    }
    String prefix = filter.isEmpty() ? "" : filter + "/";
    if (!page.after().isEmpty() && !page.after().startsWith(prefix)) {
      throw new InvalidDocument("token", "is not from a page of this list");
    }
    String label = kind.names.label();
    return administration.answer(
        call,
        new Operation(
            "List" + kind.names.resourceTypes(),
            filter.isEmpty()
                ? AdministeredResource.all(label)
                : AdministeredResource.all(label, filter),
            Optional.empty()),
        () ->
            new Step.Proceed(
                "lists them",
                () -> Content.Known.of(kind.contentOfAll(filter)),
                granted ->
                    read(prefix, page, call.path(Administration.BASE), granted.isUnbounded())));
  }

  /// What is stored; paths begin with `base`. Things that cannot be read are listed under `broken`,
  /// only to `unbounded` callers: whether another caller may see them is not known. Some are read
  /// at first, more when these were small: little is read that finds no place.
  private ApiResponse read(String prefix, PageQuery page, String base, boolean unbounded) {
    RowPage rows = new RowPage(page.limit(), kind.names.collection());
    String last = page.after();
    boolean more = true;
    for (long some = kind.usualPage() == PageQuery.ALL ? PageQuery.ALL : FIRST;
        more && !rows.isCut();
        some *= 2) {
      int most = (int) Math.min(some, page.limit() - rows.rows() + 1L);
      List<StoredKind.Row<I, T>> read = kind.list(prefix, last, most);
      for (StoredKind.Row<I, T> row : read) {
        if (!add(row, base, unbounded, rows)) {
          break;
        }
      }
      more = read.size() == most;
      last = read.isEmpty() ? last : read.getLast().key().name();
    }
    return ApiResponse.json(200, "{" + rows.members() + "}");
  }

  private boolean add(StoredKind.Row<I, T> row, String base, boolean unbounded, RowPage rows) {
    String name = row.key().name();
    return switch (row.stored()) {
      case Stored.Found<T>(T thing, long version) ->
          rows.add(kind.names.collection(), name, kind.show(thing, version));
      case Stored.Broken<T> broken ->
          !unbounded || rows.add("broken", name, shown(base + row.key().path(), broken));
      case Stored.Missing<T> _ -> true;
    };
  }

  private static String shown(String path, Stored.Broken<?> broken) {
    return JsonText.object(
        json -> {
          json.writeStringField("path", path);
          json.writeStringField("detail", broken.problem());
          json.writeNumberField("version", broken.version().orElse(0));
        });
  }
}
