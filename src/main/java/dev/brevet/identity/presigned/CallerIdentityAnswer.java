package dev.brevet.identity.presigned;

import module java.base;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// STS's answer to `GetCallerIdentity`. Source: STS API, GetCallerIdentity.
record CallerIdentityAnswer(String arn, String account, String userId) {
  private static final String RESULT = "/GetCallerIdentityResponse/GetCallerIdentityResult/";

  /// Empty when `xml` is not such an answer with each of the three values once. A document type is
  /// refused, so there are no entities to expand or fetch.
  static Optional<CallerIdentityAnswer> read(String xml) {
    try {
      Map<String, String> texts = texts(xml);
      String arn = texts.get(RESULT + "Arn");
      String account = texts.get(RESULT + "Account");
      String userId = texts.get(RESULT + "UserId");
      return arn == null || account == null || userId == null
          ? Optional.empty()
          : Optional.of(new CallerIdentityAnswer(arn, account, userId));
    } catch (XMLStreamException e) {
      return Optional.empty();
    }
  }

  /// The trimmed text of every element under the result, by path.
  private static Map<String, String> texts(String xml) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
    Map<String, String> texts = new HashMap<>();
    Deque<String> paths = new ArrayDeque<>();
    paths.push("");
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT ->
            paths.push(paths.getFirst() + "/" + reader.getLocalName());
        case XMLStreamConstants.END_ELEMENT -> paths.pop();
        case XMLStreamConstants.CHARACTERS -> {
          String text = reader.getText().strip();
          if (!text.isEmpty() && texts.put(paths.getFirst(), text) != null) {
            throw new XMLStreamException("an element's text is given twice");
          }
        }
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw new XMLStreamException("a document type or entity");
        default -> {}
      }
    }
    return texts;
  }
}
