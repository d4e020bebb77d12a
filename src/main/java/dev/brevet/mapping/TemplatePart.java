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

  /// A parameter's value inside of a JSON string, `kind` telling what may stand there.
  record Slot(String name, Kind kind) implements TemplatePart {
    /// Never an empty value: before a `*` of the owner's it would stand for everybody's.
    boolean takes(String value) {
      return !value.isEmpty() && kind.takes(value);
    }

    /// A plausible value, to check what is around it.
    String sample() {
      return kind.sample;
    }
  }

  /// How IAM reads the place of a value, and so which values stand there for themselves alone.
  ///
  /// Where it reads no variables there is no escape. Of each type only one plain form is taken,
  /// that no two readers can take for two things: no exponent, no year that may be a count of
  /// seconds, no network that is many addresses.
  enum Kind {
    /// Policy variables are read there, so that `${*}` is a literal `*`.
    ESCAPED("x") {
      @Override
      boolean takes(String value) {
        return true;
      }
    },
    /// One of an ARN's first five parts.
    ARN_HEAD("x") {
      @Override
      boolean takes(String value) {
        return value.chars().noneMatch(c -> "*?$:".indexOf(c) >= 0);
      }
    },
    /// `-12.50`.
    NUMBER("1") {
      @Override
      boolean takes(String value) {
        return value.matches("-?[0-9]+(\\.[0-9]+)?") && NumericValue.parse(value).isPresent();
      }
    },
    /// A day, a day and a time with its offset, or seconds since 1970 from 1973 on.
    DATE("2026-01-01T00:00:00Z") {
      @Override
      boolean takes(String value) {
        String time = "T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})";
        return value.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}(" + time + ")?|[1-9][0-9]{8,11}")
            && DateValue.parse(value).isPresent();
      }
    },
    /// `true` or `false`.
    TRUTH("true") {
      @Override
      boolean takes(String value) {
        return value.equals("true") || value.equals("false");
      }
    },
    /// Base64, in the one form that its bytes have.
    BYTES("QQ==") {
      @Override
      boolean takes(String value) {
        return Condition.Binary.canonical(value).filter(value::equals).isPresent();
      }
    },
    /// One address.
    ADDRESS("192.0.2.1") {
      @Override
      boolean takes(String value) {
        return IPV4_ADDRESS.takes(value) || IPV6_ADDRESS.takes(value);
      }
    },
    /// One IPv4 address before a prefix length of the owner's, which would make a net without end
    /// of an IPv6 address.
    IPV4_ADDRESS("192.0.2.1") {
      @Override
      boolean takes(String value) {
        return Address.parse(value).filter(address -> !address.isV6()).isPresent();
      }
    },
    /// One IPv6 address, none that is an IPv4 address to other readers (`::ffff:10.1.2.3`). Before
    /// a prefix length of the owner's that is longer than those of IPv4.
    IPV6_ADDRESS("2001:db8::1") {
      @Override
      boolean takes(String value) {
        return Address.parse(value)
            .filter(address -> address.isV6() && !isMapped(address))
            .isPresent();
      }
    };

    private final String sample;

    Kind(String sample) {
      this.sample = sample;
    }

    abstract boolean takes(String value);

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
