package dev.brevet.local;

/// Starts [Local] as a child of Maven, and ends it when Maven has ended: exec-maven-plugin does not
/// stop its child when Maven is told to terminate.
final class UnderMaven {

  private UnderMaven() {}

  public static void main(String[] arguments) throws Exception {
    ProcessHandle.current().parent().ifPresent(UnderMaven::endWith);
    Local.main(arguments);
  }

  private static void endWith(ProcessHandle maven) {
    Thread.ofPlatform()
        .daemon()
        .name("maven-watch")
        .start(
            () -> {
              while (maven.isAlive()) {
                try {
                  Thread.sleep(200);
                } catch (InterruptedException _) {
                  return;
                }
              }
              System.exit(143);
            });
  }
}
