package io.cairn.engine.drbd;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import io.cairn.engine.Command;
import io.cairn.engine.ManagedFile;
import io.cairn.engine.Probe;
import io.cairn.engine.Stack;
import io.cairn.engine.Step;
import io.cairn.graph.NodeName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The generated shell, as the shell reads it. */
class NodeScriptTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void hasTheScriptThatAReviewerHasSeen() {
    Golden.check("drbd/drbd.sh", NodeScript.file().text());
  }

  @Test
  void isReadByTheShell() throws Exception {
    List<String> scripts = new ArrayList<>();
    scripts.add(NodeScript.file().text());
    Stack stack = Nodes.blank();
    new DrbdEngine()
        .probes(stack.context().cluster(), new NodeName("n1"))
        .forEach((Probe probe) -> scripts.add(probe.script()));
    for (Step step : new DrbdEngine().plan(stack.context())) {
      step.commands().forEach(command -> scripts.add(command.toShell()));
      step.guards().forEach(guard -> scripts.add(guard.test().toShell()));
      step.checks().forEach(guard -> scripts.add(guard.test().toShell()));
    }
    for (String script : scripts) {
      assertThat(shell("-n", script).exit()).as(script).isZero();
    }
  }

  @Test
  void fillsInASecretWithoutShowingIt() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "0123abc\n");
    Path target = folder.resolve("out.res");
    ManagedFile file =
        ManagedFile.whole(
            target.toString(),
            "a \"" + ManagedFile.secretIn(secret.toString()) + "\";\n  $x `y` \\n  end\n");
    Ran ran = shell("-eux", Command.put(file).toShell().replace("/var/lib/cairn", folder + ""));
    assertThat(Files.readString(target))
        .isEqualTo(ManagedFile.HEADER + "a \"0123abc\";\n  $x `y` \\n  end\n");
    // every program that was started is traced with its arguments
    assertThat(ran.err().lines().filter(line -> line.contains("0123abc")))
        .allMatch(line -> line.startsWith("+ printf") || line.startsWith("+ [ -n"));
  }

  @Test
  void refusesToWriteAFileWithoutItsSecret() throws Exception {
    Path target = folder.resolve("out.res");
    ManagedFile file =
        ManagedFile.whole(
            target.toString(), "a \"" + ManagedFile.secretIn(folder + "/none") + "\";\n");
    assertThat(shell("-eu", Command.put(file).toShell()).exit()).isNotZero();
    assertThat(target).doesNotExist();
  }

  private record Ran(int exit, String err) {}

  private Ran shell(String options, String script) throws Exception {
    Path file = Files.writeString(folder.resolve("script"), script);
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder("sh", options, file.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(err.toFile())
            .start();
    return new Ran(process.waitFor(), Files.readString(err));
  }
}
