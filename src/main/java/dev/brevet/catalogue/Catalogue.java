package dev.brevet.catalogue;

import module java.base;

import dev.brevet.iam.Action;
import dev.brevet.iam.AsciiCase;

/// Every service that has IAM actions. A service is read when it is first asked for, and kept.
///
/// Safe for use by several threads. Prefixes ignore case.
public final class Catalogue {
  private final byte[] members;
  private final Map<String, Entry> index;
  private final Map<String, CataloguedService> read = new ConcurrentHashMap<>();

  private Catalogue(byte[] members, Map<String, Entry> index) {
    this.members = members;
    this.index = index;
  }

  /// The catalogue that ships with this program.
  ///
  /// @throws UncheckedIOException when it does not, or not whole
  public static Catalogue bundled() {
    return new Catalogue(resource("catalogue.gz"), index(resource("catalogue.index")));
  }

  /// The prefixes of all services, sorted.
  public Set<String> prefixes() {
    return index.keySet();
  }

  /// The service whose actions begin with `prefix`. Empty when there is none.
  public Optional<CataloguedService> service(String prefix) {
    String lower = AsciiCase.lower(prefix);
    Entry entry = index.get(lower);
    return entry == null
        ? Optional.empty()
        : Optional.of(read.computeIfAbsent(lower, _ -> CatalogueText.service(text(entry))));
  }

  /// What the catalogue says about `action`. Empty when IAM has no such action.
  public Optional<CataloguedAction> action(Action action) {
    return service(action.service()).flatMap(service -> service.action(action.name()));
  }

  private String text(Entry entry) {
    try (InputStream in =
        new GZIPInputStream(
            new ByteArrayInputStream(members, entry.member, entry.memberLength), 16_384)) {
      in.skipNBytes(entry.start);
      byte[] text = in.readNBytes(entry.length);
      return new String(text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the catalogue is damaged", e);
    }
  }

  private static Map<String, Entry> index(byte[] text) {
    Map<String, Entry> index = new TreeMap<>();
    new String(text, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("\t", -1))
        .forEach(
            field ->
                index.put(
                    field[0],
                    new Entry(
                        Integer.parseInt(field[1]),
                        Integer.parseInt(field[2]),
                        Integer.parseInt(field[3]),
                        Integer.parseInt(field[4]))));
    return Collections.unmodifiableMap(index);
  }

  private static byte[] resource(String name) {
    try (InputStream in = Catalogue.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("no resource `" + name + "`");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("the catalogue is missing", e);
    }
  }

  /// Where a service's text is: a gzip member, and a stretch of what it holds.
  private record Entry(int member, int memberLength, int start, int length) {}
}
