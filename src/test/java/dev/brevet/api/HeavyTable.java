package dev.brevet.api;

import module java.base;

import com.sun.management.ThreadMXBean;
import dev.brevet.api.HeavyCalls.Call;
import dev.brevet.policy.element.WorkBudget;
import java.lang.management.ManagementFactory;

/// What the worst request of every route takes with the budget that requests have: the table of
/// docs/limits.md, and what the benchmark holds to two seconds.
public final class HeavyTable {
  private static final String IAM = "/v1/iam";

  private HeavyTable() {}

  /// What an answer took.
  ///
  /// @param nanos of the processor
  /// @param allocated bytes in all, by the JVM's own count; most of them for a moment
  record Taken(ApiResponse response, long nanos, long allocated) {}

  /// A line of the table.
  public record Row(
      String route,
      String limit,
      String worst,
      int status,
      long steps,
      long millis,
      long megabytes) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "| `%s` | %s | %s | %d | %,d | %d | %d |",
          route,
          limit,
          worst,
          status,
          steps,
          millis,
          megabytes);
    }
  }

  static Taken taken(ApiRequest request, Function<ApiRequest, ApiResponse> answer) {
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = thread.getCurrentThreadAllocatedBytes();
    long from = thread.getCurrentThreadCpuTime();
    ApiResponse response = answer.apply(request);
    long nanos = thread.getCurrentThreadCpuTime() - from;
    return new Taken(response, nanos, thread.getCurrentThreadAllocatedBytes() - allocated);
  }

  /// The slowest request of each route, both ways to prove who calls taken together.
  public static List<Row> rows() {
    HeavyRoutes routes = new HeavyRoutes();
    // Those of documents follow, one at a time.
    Map<String, Call> calls = HeavyCalls.withoutDocuments();
    List<Row> rows = new ArrayList<>();
    for (String route : routes.routes()) {
      String normal = HeavyCalls.normal(route);
      Call call = calls.get(normal);
      if (call != null) {
        add(rows, normal, call, HeavyCalls.request(route, call, WorkBudget.ofRequest()), routes);
      }
    }
    for (Packed packed : Packed.all()) {
      HeavyBodies.Heavy heavy = packed.heavy();
      boolean simulates = heavy.path().endsWith(":simulate");
      String path = (simulates ? "/admin" : "") + heavy.path();
      Call call = new Call("4 MiB", heavy.name(), IAM + path, heavy.body());
      ApiRequest request = HeavyCalls.request("POST " + IAM + path, call, WorkBudget.ofRequest());
      add(rows, "POST /v1" + path, call, request, routes);
    }
    return rows;
  }

  /// A heavy body that does not take part of the heap while others are answered.
  private static final class Packed {
    private final String path;
    private final String name;
    private final byte[] body;

    private Packed(String path, String name, byte[] body) {
      this.path = path;
      this.name = name;
      this.body = body;
    }

    static List<Packed> all() {
      return HeavyBodies.all().stream().map(Packed::of).toList();
    }

    private static Packed of(HeavyBodies.Heavy heavy) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
        zip.write(heavy.body().getBytes(StandardCharsets.UTF_8));
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
      return new Packed(heavy.path(), heavy.name(), out.toByteArray());
    }

    HeavyBodies.Heavy heavy() {
      try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(body))) {
        return new HeavyBodies.Heavy(
            path, name, new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }
  }

  private static void add(
      List<Row> rows, String route, Call call, ApiRequest request, HeavyRoutes routes) {
    Taken taken = taken(request, routes::answer);
    Row row =
        new Row(
            route,
            call.limit(),
            call.worst(),
            taken.response().status(),
            request.budget().spent(),
            taken.nanos() / 1_000_000,
            taken.allocated() >> 20);
    List<Row> same = rows.stream().filter(other -> other.route().equals(route)).toList();
    if (same.isEmpty() || same.getFirst().millis() < row.millis()) {
      rows.removeAll(same);
      rows.add(row);
    }
  }

  /// The same, written as a table.
  public static List<Row> print() {
    System.out.println("\n| route | limit | worst of what was tried | status | steps | ms | MB |");
    System.out.println("|---|---|---|---|---|---|---|");
    List<Row> rows =
        rows().stream()
            .sorted(Comparator.comparing(row -> row.route().replaceFirst("^[A-Z]+ ", "")))
            .toList();
    rows.forEach(System.out::println);
    return rows;
  }

  public static void main(String[] args) {
    print();
  }
}
