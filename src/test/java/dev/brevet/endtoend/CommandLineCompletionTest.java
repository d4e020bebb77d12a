package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import module java.base;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `brevet completion` prints, in the shells that it is for.
class CommandLineCompletionTest {
  /// An interactive zsh at a terminal of its own: types a line and a tab, and prints what then
  /// stands at the prompt. Source: zsh's manual, "The zsh/zpty module".
  private static final String TYPE_AND_TAB =
      """
      zmodload zsh/zpty || exit 9
      zpty shell "TERM=dumb zsh -f -i"
      zpty -w shell "show() { print -r -- \\"got<\\$BUFFER>\\"; exit; }; zle -N show; bindkey '^X' show"
      zpty -w shell "cd ${(q)3}; source ${(q)1}; print loaded\\$((1+1))"
      local piece= all=
      while zpty -r shell piece; do all+=$piece; [[ $all == *loaded2* ]] && break; done
      zpty -w -n shell "$2"$'\\t\\C-x'
      all=
      while zpty -r shell piece; do all+=$piece; [[ $all == *'got<'*'>'* ]] && break; done
      print -r -- "$all"
      """;

  @TempDir private Path home;
  private Shell shell;

  @BeforeEach
  void openShell() throws IOException {
    shell = new Shell(home);
    Files.writeString(home.resolve("narrower.json"), "{}");
  }

  @Test
  void bash_isOfferedCommandsOptionsAndFiles() throws Exception {
    Path script = script("bash");
    assertEquals("credentials", bash(script, "brevet cred"));
    assertEquals("--parameter\n--policy\n--profile", bash(script, "brevet exec --p"));
    assertEquals("state-machine", bash(script, "brevet design st"));
    assertEquals("narrower.json", bash(script, "brevet lint narr"));
    assertEquals("narrower.json", bash(script, "brevet credentials --policy narr"));
    shell.run("completion", "fish").assertCode(2);
  }

  @Test
  void zsh_completesCommandsOptionsAndFiles() throws Exception {
    assumeTrue(isThere("zsh"), "zsh is not installed");
    Path script = script("zsh");
    assertEquals("brevet credentials ", zsh(script, "brevet cred"));
    assertEquals("brevet exec --no-cache ", zsh(script, "brevet exec --no"));
    assertEquals("brevet design state-machine ", zsh(script, "brevet design st"));
    assertEquals("brevet lint narrower.json ", zsh(script, "brevet lint narr"));
    assertEquals("brevet nothing-like-it", zsh(script, "brevet nothing-like-it"));
  }

  private Path script(String name) throws IOException {
    return Files.writeString(
        home.resolve("completion." + name), shell.run("completion", name).assertCode(0).out());
  }

  /// What bash would offer.
  private String bash(Path script, String line) throws Exception {
    return output(
        "bash",
        "-c",
        "source "
            + script
            + "; COMP_WORDS=("
            + line
            + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_LINE='"
            + line
            + "'; _complete_brevet; printf '%s\\n' \"${COMPREPLY[@]}\" | sort");
  }

  /// What stands at zsh's prompt after a tab.
  private String zsh(Path script, String line) throws Exception {
    Path driver = Files.writeString(home.resolve("driver.zsh"), TYPE_AND_TAB);
    String shown = output("zsh", "-f", driver.toString(), script.toString(), line, home.toString());
    Matcher prompt = Pattern.compile("got<([^>]*)>").matcher(shown);
    assertTrue(prompt.find(), shown);
    return prompt.group(1);
  }

  private String output(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(home.resolve("output").toFile())
            .start();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("no end: " + String.join(" ", command));
    }
    return new String(Files.readAllBytes(home.resolve("output")), StandardCharsets.UTF_8).strip();
  }

  private static boolean isThere(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
