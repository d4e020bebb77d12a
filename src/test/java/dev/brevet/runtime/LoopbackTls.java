package dev.brevet.runtime;

import module java.base;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A certificate for `localhost`, made by the JDK's keytool in a folder of its own.
///
/// @param context to serve with
/// @param keyStore PKCS 12, password `changeit`, that Java clients may take as trust store
/// @param certificate PEM, for clients that read that
public record LoopbackTls(SSLContext context, Path keyStore, Path certificate) {
  private static final String PASSWORD = "changeit";

  /// Makes it below `folder`.
  public static LoopbackTls in(Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    Files.createDirectories(folder);
    Path store = folder.resolve("localhost.p12");
    Path certificate = folder.resolve("localhost.pem");
    Files.deleteIfExists(store);
    Files.deleteIfExists(certificate);
    keytool(
        store,
        "-genkeypair",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-dname",
        "CN=localhost",
        "-ext",
        "san=dns:localhost,ip:127.0.0.1",
        "-ext",
        "bc=ca:true",
        "-validity",
        "30");
    keytool(store, "-exportcert", "-rfc", "-file", certificate.toString());
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    // A store that clients trust holds the certificate without its key.
    Path trust = folder.resolve("trust.p12");
    Files.deleteIfExists(trust);
    keytool(trust, "-importcert", "-noprompt", "-file", certificate.toString());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return new LoopbackTls(context, trust, certificate);
  }

  private static void keytool(Path store, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of(
            "-alias",
            "localhost",
            "-keystore",
            store.toString(),
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("keytool failed: " + output);
    }
  }
}
