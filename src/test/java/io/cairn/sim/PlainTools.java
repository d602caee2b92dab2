package io.cairn.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Time, files and the kernel's name: mostly the real programs, with the world looking on. */
final class PlainTools {
  static final String KERNEL = "6.1.0-40-amd64";

  private PlainTools() {}

  static void add(Map<String, Tool> tools) {
    tools.put("sleep", PlainTools::sleep);
    tools.put("date", PlainTools::date);
    tools.put("sync", PlainTools::sync);
    tools.put("mv", PlainTools::real);
    tools.put("rm", PlainTools::real);
    tools.put("flock", PlainTools::flock);
    tools.put("uname", PlainTools::uname);
    tools.put("modprobe", PlainTools::modprobe);
    tools.put("modinfo", PlainTools::modinfo);
  }

  private static Answer real(Call call) {
    return new Answer.Real("/usr/lib/sim/real-" + call.tool(), call.arguments());
  }

  private static Answer sleep(Call call) {
    String time = call.words().operand();
    call.server().world().sleep(Math.round(Double.parseDouble(time.replace("s", "")) * 1000));
    return Answer.ok();
  }

  private static Answer date(Call call) {
    List<String> arguments = new ArrayList<>(call.arguments());
    java.time.Instant now = call.server().world().now();
    arguments.addFirst("--date=@%d.%09d".formatted(now.getEpochSecond(), now.getNano()));
    return new Answer.Real("/usr/lib/sim/real-date", arguments);
  }

  private static Answer sync(Call call) {
    List<String> files = call.words().operands();
    if (files.isEmpty()) {
      call.server().durability.syncAll();
    }
    for (String file : files) {
      if (call.server().block(file).isPresent()) {
        continue; // a device of the imitation holds what was written at once
      }
      if (!call.server().machine().hasFile(file)) {
        return Answer.fail(1, "sync: error opening '" + file + "': No such file or directory");
      }
      call.server().durability.sync(file);
    }
    return Answer.ok();
  }

  // what holds the lock mostly runs on only while nobody waits, so that waiting long in real time
  // is in vain;
  // but a connection that was closed a moment ago lets go of it in real time, too
  private static Answer flock(Call call) {
    Call.Words words = call.words("--timeout");
    int seconds = words.value("--timeout").map(Integer::parseInt).orElse(3);
    return new Answer.Real(
        "/usr/lib/sim/real-flock",
        List.of("--timeout", Integer.toString(Math.max(1, seconds / 3)), words.operand()));
  }

  private static Answer uname(Call call) {
    return switch (call.arguments().isEmpty() ? "-s" : call.arguments().getFirst()) {
      case "-n" -> Answer.line(call.server().name());
      case "-r" -> Answer.line(KERNEL);
      case "-s" -> Answer.line("Linux");
      case "-m" -> Answer.line("x86_64");
      default -> throw call.unknown();
    };
  }

  private static Answer modprobe(Call call) {
    for (String module : call.words().operands()) {
      if (!Hardware.loadModule(call.server(), module)) {
        return Answer.fail(1, "modprobe: FATAL: Module " + module + " not found");
      }
    }
    call.server().publish();
    return Answer.ok();
  }

  /** With a field only that of one module; without, the block of each, as modinfo(8) goes on. */
  private static Answer modinfo(Call call) {
    Call.Words words = call.words("-F", "--field");
    StringBuilder out = new StringBuilder();
    StringBuilder err = new StringBuilder();
    for (String module : words.operands()) {
      String file = "/lib/modules/" + KERNEL + "/kernel/" + module + ".ko";
      Hardware.module(module)
          .map(version -> about(call, words.value("-F", "--field"), file, version))
          .ifPresentOrElse(
              out::append,
              () -> err.append("modinfo: ERROR: Module ").append(module).append(" not found.\n"));
    }
    return new Answer.Said(err.isEmpty() ? 0 : 1, out.toString(), err.toString());
  }

  private static String about(Call call, Optional<String> field, String file, String version) {
    if (field.isEmpty()) {
      return "filename:       %s\n%slicense:        GPL\n"
          .formatted(file, version.isEmpty() ? "" : "version:        " + version + "\n");
    }
    return switch (field.get()) {
      case "filename" -> file + "\n";
      case "version" -> version.isEmpty() ? "" : version + "\n";
      default -> throw call.unknown();
    };
  }
}
