package dev.brevet.mapping.dynamodb;

import module java.base;

import dev.brevet.json.DocumentReading;
import dev.brevet.mapping.MappingReader;
import dev.brevet.mapping.RoleMapping;

/// What documents say, remembered: a reading depends only on the text. The table is asked every
/// time; only reading the same text again is saved, a quarter of a vend's own work.
final class ReadDocuments {
  private static final int MOST = 64;

  private final Map<String, DocumentReading<RoleMapping>> readings =
      new LinkedHashMap<>(MOST, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(
            Map.Entry<String, DocumentReading<RoleMapping>> eldest) {
          return size() > MOST;
        }
      };

  synchronized DocumentReading<RoleMapping> read(String document) {
    DocumentReading<RoleMapping> known = readings.get(document);
    if (known != null) {
      return known;
    }
    DocumentReading<RoleMapping> reading = MappingReader.read(document);
    readings.put(document, reading);
    return reading;
  }
}
