package dev.brevet.bench;

import module java.base;

import dev.brevet.runtime.LoopbackTls;

/// How the measured processes are confined: to one processor, and to a view of the machine in which
/// our certificate is one that everybody trusts.
///
/// The CRT client reads the system's certificates and nothing else, so they are replaced in a mount
/// namespace of the process's own. Where that is not possible the services behind the functions
/// speak plain HTTP.
///
/// @param prefix of the command
/// @param tls if TLS is possible
record Loopback(List<String> prefix, Optional<LoopbackTls> tls) {
  private static final List<Path> SYSTEM_CERTIFICATES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"));

  static Loopback in(Path folder) throws Exception {
    List<String> prefix = new ArrayList<>();
    if (works(List.of("taskset", "-c", "0", "true"))) {
      prefix.addAll(List.of("taskset", "-c", "0"));
    } else {
      System.out.println("no taskset: the functions may use every processor");
    }
    LoopbackTls tls = LoopbackTls.in(folder);
    Optional<Path> certificates = SYSTEM_CERTIFICATES.stream().filter(Files::exists).findFirst();
    if (certificates.isPresent()) {
      List<String> view =
          List.of(
              "unshare",
              "-rm",
              "sh",
              "-c",
              "mount --bind \"$0\" " + certificates.get() + " && exec \"$@\"",
              tls.certificate().toString());
      List<String> probe = new ArrayList<>(view);
      probe.add("true");
      if (works(probe)) {
        prefix.addAll(view);
        return new Loopback(prefix, Optional.of(tls));
      }
    }
    System.out.println("no mount namespace: the functions' calls are plain http");
    return new Loopback(prefix, Optional.empty());
  }

  private static boolean works(List<String> command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
