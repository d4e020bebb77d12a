package dev.brevet.cli;

import dev.brevet.cli.environment.Failure;
import dev.brevet.cli.login.TokenSource;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import java.net.URI;

/// A Brevet, and the proof of identity that the caller uses there.
record Connection(URI url, BrevetApi api, TokenSource tokens) {
  JsonObject get(String path) throws Failure {
    return api.get(path, tokens.token());
  }

  JsonObject post(String path, JsonValue body) throws Failure {
    return api.post(path, body, tokens.token());
  }
}
