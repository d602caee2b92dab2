package io.cairn.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** systemctl(1) and its neighbours. */
final class ServiceTools {
  private ServiceTools() {}

  static void add(Map<String, Tool> tools) {
    tools.put("systemctl", ServiceTools::systemctl);
    tools.put("journalctl", _ -> Answer.ok());
    tools.put("logger", _ -> Answer.ok());
  }

  private static Answer systemctl(Call call) {
    Call.Words words = call.words("-p", "--property", "-n");
    String verb = words.operands().getFirst();
    List<String> units = words.operands().subList(1, words.operands().size());
    Systemd systemd = Systemd.of(call.server());
    return switch (verb) {
      case "start" -> did(systemd.start(units));
      case "stop" -> did(systemd.stop(units));
      case "restart" -> did(systemd.restart(units));
      case "reload" -> did(systemd.reloadUnits(units));
      case "daemon-reload" -> {
        systemd.reload();
        yield Answer.ok();
      }
      case "reset-failed" -> {
        call.server()
            .kernel()
            .units
            .replaceAll((_, s) -> s == Systemd.State.FAILED ? Systemd.State.INACTIVE : s);
        yield Answer.ok();
      }
      case "enable" -> {
        units.forEach(unit -> enable(call.server(), systemd, unit));
        yield words.has("--now") ? did(systemd.start(units)) : Answer.ok();
      }
      case "disable" -> {
        units.forEach(unit -> disable(call.server(), systemd, unit));
        yield words.has("--now") ? did(systemd.stop(units)) : Answer.ok();
      }
      case "mask" -> {
        units.forEach(unit -> link(call.server(), Systemd.DIRECTORY + unit, "/dev/null"));
        yield Answer.ok();
      }
      case "is-active" -> isActive(systemd, units, words);
      case "is-enabled" -> isEnabled(call.server(), systemd, units.getFirst());
      case "show" -> show(call.server(), systemd, units, words);
      default -> throw call.unknown();
    };
  }

  private static Answer did(String trouble) {
    return trouble.isEmpty() ? Answer.ok() : Answer.fail(1, trouble.strip());
  }

  private static Answer isActive(Systemd systemd, List<String> units, Call.Words words) {
    StringBuilder said = new StringBuilder();
    units.forEach(unit -> said.append(systemd.state(unit).word).append('\n'));
    boolean active = units.stream().anyMatch(systemd::isActive);
    return new Answer.Said(active ? 0 : 3, words.has("--quiet", "-q") ? "" : said.toString(), "");
  }

  private static Answer isEnabled(Server server, Systemd systemd, String unit) {
    if (systemd.unit(unit).isEmpty()) {
      return Answer.fail(
          1, "Failed to get unit file state for " + unit + ": No such file or directory");
    }
    List<String> targets = systemd.unit(unit).orElseThrow().units("Install.WantedBy");
    if (targets.isEmpty()) {
      return Answer.line("static");
    }
    boolean enabled = targets.stream().allMatch(target -> isLink(server, wants(target, unit)));
    return new Answer.Said(enabled ? 0 : 1, enabled ? "enabled\n" : "disabled\n", "");
  }

  /** With --value for one unit; without, a block for each, as systemctl(1) parts them. */
  private static Answer show(Server server, Systemd systemd, List<String> units, Call.Words words) {
    List<String> properties = List.of(words.value("-p", "--property").orElseThrow().split(","));
    StringBuilder out = new StringBuilder();
    for (String unit : units) {
      out.append(out.isEmpty() ? "" : "\n");
      for (String property : properties) {
        out.append(words.has("--value") ? "" : property + "=");
        out.append(property(server, systemd, unit, property)).append('\n');
      }
    }
    return Answer.out(out.toString());
  }

  private static String property(Server server, Systemd systemd, String unit, String property) {
    Systemd.State state = systemd.state(unit);
    return switch (property) {
      case "Id" -> unit;
      case "Result" -> state == Systemd.State.FAILED ? "exit-code" : "success";
      case "ActiveState" -> state.word;
      case "LoadState" -> systemd.unit(unit).isPresent() ? "loaded" : "not-found";
      case "UnitFileState" ->
          systemd.unit(unit).isEmpty()
              ? ""
              : isEnabled(server, systemd, unit) instanceof Answer.Said(_, var word, _)
                  ? word.strip()
                  : "";
      case "NeedDaemonReload" -> "no";
      default -> throw new UnsupportedOperationException("systemctl show " + property);
    };
  }

  private static String wants(String target, String unit) {
    return Systemd.DIRECTORY + target + ".wants/" + unit;
  }

  static void enable(Server server, Systemd systemd, String unit) {
    systemd
        .unit(unit)
        .ifPresent(
            file ->
                file.units("Install.WantedBy")
                    .forEach(
                        target -> link(server, wants(target, unit), Systemd.DIRECTORY + unit)));
  }

  private static void disable(Server server, Systemd systemd, String unit) {
    systemd
        .unit(unit)
        .ifPresent(
            file ->
                file.units("Install.WantedBy")
                    .forEach(target -> unlink(server, wants(target, unit))));
  }

  private static boolean isLink(Server server, String path) {
    return Files.isSymbolicLink(server.place(path));
  }

  private static void link(Server server, String path, String to) {
    try {
      Files.createDirectories(server.place(path).getParent());
      if (!Files.exists(server.place(path), LinkOption.NOFOLLOW_LINKS)) {
        Files.createSymbolicLink(server.place(path), Path.of(to));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void unlink(Server server, String path) {
    try {
      Files.deleteIfExists(server.place(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
