package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import module java.base;

import dev.brevet.local.LocalLogin;
import dev.brevet.local.LocalWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The command line where what it keeps cannot be written: nothing is spent and nothing is lost.
class CommandLineFullDiskTest {
  private static final LocalWorld WORLD = SharedWorld.world();
  private static final LocalLogin LOGIN = WORLD.issuer().login();

  @TempDir private Path home;
  private Shell shell;

  @BeforeEach
  void openShell() throws IOException {
    shell = new Shell(home);
    shell.configure(
        "url = " + WORLD.url(), "issuer = " + WORLD.issuer().url(), "client-id = brevet");
    LOGIN.person(Map.of("sub", "repo:acme/orders:ref:refs/heads/main", "tenant_id", "acme"));
    // So that every request refreshes.
    LOGIN.lifetime(Duration.ofSeconds(50));
    Path browser =
        Files.writeString(
            home.resolve("browser"),
            "#!/bin/sh\necho >>" + home + "/asked; curl -sLo /dev/null $1\n");
    Files.setPosixFilePermissions(browser, PosixFilePermissions.fromString("rwx------"));
    shell.with("BROWSER", browser.toString());
  }

  @AfterEach
  void settle() {
    LOGIN.lifetime(Duration.ofHours(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dd if=/dev/zero of=full bs=1k",
        "i=0; while : >full$i; do i=$((i + 1)); done",
        "mount -o remount,ro ."
      })
  void fullDisk_spendsNoRefreshToken_andAsksNobodyToSignIn(String fill) throws Exception {
    assumeTrue(
        new ProcessBuilder("unshare", "-m", "true").start().waitFor() == 0,
        "skipped: only root can make a small disk");
    int before = LOGIN.refreshes();
    Shell.Ended ended =
        shell.runIn(
            """
            exec 5>&1 >&2
            mkdir -p "$HOME/.cache/brevet"
            cat >"$HOME/on-the-disk" <<'END'
            mount -t tmpfs -o size=2m,nr_inodes=64,mode=0700 none "$HOME/.cache/brevet" || exit
            cd "$HOME/.cache/brevet" || exit
            "$@" login && "$@" list || exit
            (FILL) 2>/dev/null
            cd /
            "$@" list >&2
            echo "list: $?" >&5
            "$@" login >&2
            echo "login: $?" >&5
            "$@" credentials orders-reader >&2
            echo "credentials: $?" >&5
            cd "$HOME/.cache/brevet" || exit
            mount -o remount,rw . && rm -f full*
            "$@" list >&2
            echo "then: $?" >&5
            (FILL) 2>/dev/null
            "$@" logout
            echo "logout: $? $(ls | grep ^login-.*[^k]$)" >&5
            END
            exec unshare -m sh "$HOME/on-the-disk" "$@"
            """
                .replace("FILL", fill));

    boolean readOnly = fill.startsWith("mount");
    assertEquals(
        "list: 74\nlogin: 74\ncredentials: 74\nthen: 0\n",
        ended.out().replaceFirst("logout.*\n", ""),
        ended::toString);
    // What is forgotten needs no room; what cannot be forgotten is not said to be.
    assertTrue(ended.out().contains(readOnly ? "logout: 74 login-" : "logout: 0 \n"), ended.out());
    // Once for the first list, and once when there was room again.
    assertEquals(before + 2, LOGIN.refreshes());
    assertEquals(1, Files.readAllLines(home.resolve("asked")).size());
    ended.assertErr(readOnly ? "Read-only file system" : "No space left", "make room on its disk");
  }

  @Test
  void fileSizeLimit_spendsNoRefreshToken_andLeavesNothingBehind() throws Exception {
    shell.run("login").assertCode(0);
    int before = LOGIN.refreshes();
    String kept = Files.readString(shell.kept("login-").getFirst());
    for (String command : new String[] {"list", "login", "login --device"}) {
      shell
          .runIn("ulimit -f 16; \"$@\"", command.split(" ", -1))
          .assertCode(74)
          .assertErr("make room on its disk");
    }

    assertEquals(before, LOGIN.refreshes());
    assertEquals(kept, Files.readString(shell.kept("login-").getFirst()));
    assertEquals(0, shell.kept(".new").size());
    shell.run("list").assertCode(0);
  }

  /// Credentials are handed out without being kept.
  @Test
  void fileSizeLimit_costsNoVend() {
    LOGIN.lifetime(Duration.ofHours(1));
    shell.run("login").assertCode(0);

    shell
        .runIn("ulimit -f 0; \"$@\"", "credentials", "orders-reader")
        .assertCode(0)
        .assertErr("could not be kept");
  }
}
