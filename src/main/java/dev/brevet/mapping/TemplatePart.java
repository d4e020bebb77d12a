package dev.brevet.mapping;

import dev.brevet.policy.element.Condition;
import dev.brevet.policy.element.DateValue;
import dev.brevet.policy.element.IpRange;
import dev.brevet.policy.element.IpRange.Address;
import dev.brevet.policy.element.NumericValue;

/// A piece of a session policy template.
sealed interface TemplatePart {
  /// JSON text that stays as it is.
  record Literal(String json) implements TemplatePart {}

  /// A parameter's value inside of a JSON string; `kind` says what may stand there.
  record Slot(String name, Kind kind) implements TemplatePart {
    /// Never an empty value: before a `*` of the owner's it would match every value.
    boolean takes(String value) {
      return !value.isEmpty() && kind.takes(value);
    }

    /// A plausible value, to check what is around it.
    String sample() {
      return kind.sample;
    }
  }

  /// How IAM reads the place of a value, and so which values mean only themselves there.
  ///
  /// Where it reads no variables there is no escape. Of each type only one plain form is taken,
  /// that no two readers can take for two things: no exponent, no year that may be a count of
  /// seconds, no network that is many addresses.
  enum Kind {
    /// Policy variables are read there, so that `${*}` is a literal `*`.
    ESCAPED("x"),
    /// One of an ARN's first five parts.
    ARN_HEAD("x"),
    /// `-12.50`.
    NUMBER("1"),
    /// A day, a day and a time with its offset, or seconds since 1970 from 1973 on.
    DATE("2026-01-01T00:00:00Z"),
    /// `true` or `false`.
    BOOL("true"),
    /// Base64, in the one form that its bytes have.
    BYTES("QQ=="),
    /// One address.
    ADDRESS("192.0.2.1"),
    /// One IPv4 address before a prefix length of the owner's, which would make a net without end
    /// of an IPv6 address.
    IPV4_ADDRESS("192.0.2.1"),
    /// One IPv6 address, none that is an IPv4 address to other readers (`::ffff:10.1.2.3`). Before
    /// a prefix length of the owner's that is longer than those of IPv4.
    IPV6_ADDRESS("2001:db8::1");

    private static final String TIME =
        "T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})";

    private final String sample;

    Kind(String sample) {
      this.sample = sample;
    }

    boolean takes(String value) {
      return switch (this) {
        case ESCAPED -> true;
        case ARN_HEAD -> value.chars().noneMatch(c -> "*?$:".indexOf(c) >= 0);
        case NUMBER ->
            value.matches("-?[0-9]+(\\.[0-9]+)?") && NumericValue.parse(value).isPresent();
        case DATE ->
            value.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}(" + TIME + ")?|[1-9][0-9]{8,11}")
                && DateValue.parse(value).isPresent();
        case BOOL -> value.equals("true") || value.equals("false");
        case BYTES -> Condition.Binary.canonical(value).filter(value::equals).isPresent();
        case ADDRESS -> IPV4_ADDRESS.takes(value) || IPV6_ADDRESS.takes(value);
        case IPV4_ADDRESS -> Address.parse(value).filter(address -> !address.isV6()).isPresent();
        case IPV6_ADDRESS ->
            Address.parse(value)
                .filter(address -> address.isV6() && !isMapped(address))
                .isPresent();
      };
    }

    /// Source: RFC 4291, 2.5.5.2.
    private static boolean isMapped(Address address) {
      return address.high() == 0 && address.low() >>> 32 == 0xffff;
    }

    /// The kind of an address before `/prefix`, which the owner wrote.
    ///
    /// @throws IllegalArgumentException when there is no such length
    static Kind addressBefore(String prefix) {
      for (Kind kind : new Kind[] {IPV4_ADDRESS, IPV6_ADDRESS}) {
        if (prefix.startsWith("/") && IpRange.parse(kind.sample + prefix).isPresent()) {
          return kind;
        }
      }
      throw new IllegalArgumentException(
          "after an address only `/` and a prefix length may follow");
    }
  }
}
