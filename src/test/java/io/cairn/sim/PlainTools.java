package io.cairn.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
      if (!call.server().machine().hasFile(file)) {
        return Answer.fail(1, "sync: error opening '" + file + "': No such file or directory");
      }
      call.server().durability.sync(file);
    }
    return Answer.ok();
  }

  // what holds the lock runs on only while nobody waits, so waiting in real time is in vain
  private static Answer flock(Call call) {
    return new Answer.Real(
        "/usr/lib/sim/real-flock", List.of("--nonblock", call.words("--timeout").operand()));
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

  private static Answer modinfo(Call call) {
    Call.Words words = call.words("-F", "--field");
    String module = words.operand();
    String field = words.has("-n") ? "filename" : words.value("-F", "--field").orElse("");
    return Hardware.module(module)
        .map(
            version ->
                switch (field) {
                  case "filename" ->
                      Answer.line("/lib/modules/" + KERNEL + "/kernel/" + module + ".ko");
                  case "version" -> version.isEmpty() ? Answer.ok() : Answer.line(version);
                  default -> throw call.unknown();
                })
        .orElseGet(() -> Answer.fail(1, "modinfo: ERROR: Module " + module + " not found."));
  }
}
