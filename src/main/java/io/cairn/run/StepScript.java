package io.cairn.run;

import io.cairn.engine.Command;
import io.cairn.engine.Guard;
import io.cairn.engine.Reply;
import io.cairn.engine.Step;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A step as the script that runs on its node: guards, then commands, then checks, the first failure
 * ends it.
 */
final class StepScript {
  private static final Pattern STOPPED_AT =
      Pattern.compile("(?m)^@cairn stopped at (guard|command|check) (\\d+)\n?\\z");

  private StepScript() {}

  static String of(Step step) {
    StringBuilder script = new StringBuilder("set -eu\nat=\n");
    // the trap tells how far it came; a killed shell tells nothing, and then the outcome is a
    // failure without a place
    script.append("trap '[ $? -eq 0 ] || echo \"@cairn stopped at $at\" >&2' EXIT\n");
    guards(script, "guard", step.guards());
    int number = 0;
    for (Command command : step.commands()) {
      script.append("at='command ").append(number++).append("'\n");
      script.append(command.toShell()).append('\n');
    }
    guards(script, "check", step.checks());
    return script.append("at=end\n").toString();
  }

  private static void guards(StringBuilder script, String kind, List<Guard> guards) {
    for (int i = 0; i < guards.size(); i++) {
      script.append("at='").append(kind).append(' ').append(i).append("'\n");
      // a plain subshell, not an if: within a condition the shell ignores set -e, and a guard of
      // two lines would hold
      // when only its last line does
      script.append("(\n").append(guards.get(i).test().toShell()).append("\n)\n");
    }
  }

  static StepResult result(Step step, Reply reply) {
    if (reply.ok()) {
      return new StepResult.Done(reply);
    }
    Matcher stopped = STOPPED_AT.matcher(reply.err());
    if (!stopped.find()) {
      return new StepResult.Failed("the whole script", reply);
    }
    Reply shown = new Reply(reply.exit(), reply.out(), reply.err().substring(0, stopped.start()));
    int index = Integer.parseInt(stopped.group(2));
    return switch (stopped.group(1)) {
      case "guard" -> new StepResult.Refused(step.guards().get(index).what(), shown);
      case "check" -> new StepResult.Unproved(step.checks().get(index).what(), shown);
      default -> new StepResult.Failed(step.commands().get(index).shown(), shown);
    };
  }
}
