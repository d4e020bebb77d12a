package dev.brevet.cli.environment;

import module java.base;

import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.SessionDuration;
import dev.brevet.iam.UntrustedText;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads how long a session lasts: seconds, or `15m`, `1h`, `PT15M`.
public final class SessionTime implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    try {
      String upper = AsciiCase.upper(text);
      Duration time =
          text.matches("\\d{1,6}")
              ? Duration.ofSeconds(Long.parseLong(text))
              : Duration.parse(upper.startsWith("PT") ? upper : "PT" + upper);
      return new SessionDuration(time).length();
    } catch (DateTimeException _) {
      throw new TypeConversionException(
          "`" + UntrustedText.plain(text) + "` is not a time such as 15m");
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
