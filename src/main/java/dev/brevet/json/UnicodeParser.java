package dev.brevet.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import dev.brevet.iam.UnicodeText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The parser below every reader of JSON: its names and strings are well-formed Unicode.
///
/// JSON can write half of a surrogate pair (`"\ud800"`), and UTF-8 cannot carry it. What is skipped
/// is not looked at. Source: RFC 8259, 8.2.
public final class UnicodeParser extends JsonParserDelegate {
  private UnicodeParser(JsonParser parser) {
    super(parser);
  }

  /// A name or a string that is not Unicode. The parser stands at it.
  public static final class NotUnicode extends JsonParseException {
    private static final long serialVersionUID = 1L;

    private NotUnicode(JsonParser parser) {
      super(
          parser,
          "holds half a surrogate pair, which is not a Unicode character",
          parser.currentTokenLocation());
    }
  }

  /// Reads `json` as `factory` has it.
  ///
  /// @throws IOException when the factory makes no parser
  public static JsonParser of(JsonFactory factory, String json) throws IOException {
    return new UnicodeParser(factory.createParser(json));
  }

  /// The same from characters, which are not copied.
  ///
  /// @throws IOException when the factory makes no parser
  public static JsonParser of(JsonFactory factory, char[] json) throws IOException {
    return new UnicodeParser(factory.createParser(json));
  }

  @Override
  public @Nullable JsonToken nextToken() throws IOException {
    JsonToken token = delegate.nextToken();
    boolean isText = token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING;
    if (isText && !UnicodeText.isWellFormed(delegate.getText())) {
      throw new NotUnicode(this);
    }
    return token;
  }

  @Override
  public @Nullable JsonToken nextValue() throws IOException {
    JsonToken token = nextToken();
    return token == JsonToken.FIELD_NAME ? nextToken() : token;
  }
}
