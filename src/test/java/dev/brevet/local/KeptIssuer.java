package dev.brevet.local;

import module java.base;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.jwk.RSAKey;

/// Starts the local issuer, with the port and key of last time where data is kept: the mappings
/// that were kept name it by its port, and tokens that were made then still hold.
final class KeptIssuer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private KeptIssuer() {}

  static LocalIssuer start(LocalOptions options) {
    Optional<Path> file = options.data().map(folder -> folder.resolve("issuer.json"));
    try {
      return file.isPresent() && Files.exists(file.get())
          ? again(file.get(), options)
          : anew(file, options);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(file.orElseThrow() + " is not what was written there", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LocalIssuer again(Path file, LocalOptions options) throws IOException {
    Map<?, ?> kept = JSON.readValue(Files.readString(file), Map.class);
    RSAKey key = LocalIssuer.read(JSON.writeValueAsString(kept.get("key")));
    return LocalIssuer.start((int) kept.get("port"), key, options.clock());
  }

  private static LocalIssuer anew(Optional<Path> file, LocalOptions options) throws IOException {
    RSAKey key = LocalIssuer.newKey();
    LocalIssuer started =
        Ports.near(options.port(), 1, port -> LocalIssuer.start(port, key, options.clock()));
    if (file.isPresent()) {
      PrivateFile.write(
          file.get(),
          "{\"port\":" + started.url().getPort() + ",\"key\":" + LocalIssuer.written(key) + "}\n");
    }
    return started;
  }
}
