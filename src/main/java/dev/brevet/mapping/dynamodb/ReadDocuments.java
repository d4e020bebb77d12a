package dev.brevet.mapping.dynamodb;

import dev.brevet.mapping.MappingReader;
import dev.brevet.mapping.MappingReading;
import java.util.LinkedHashMap;
import java.util.Map;

/// What documents say, remembered: a reading is a function of its text alone. The table is asked
/// every time; only reading the same text again is saved, a quarter of a vend's own work.
final class ReadDocuments {
  private static final int MOST = 64;

  private final Map<String, MappingReading> readings =
      new LinkedHashMap<>(MOST, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, MappingReading> eldest) {
          return size() > MOST;
        }
      };

  synchronized MappingReading read(String document) {
    MappingReading known = readings.get(document);
    if (known != null) {
      return known;
    }
    MappingReading reading = MappingReader.read(document);
    readings.put(document, reading);
    return reading;
  }
}
