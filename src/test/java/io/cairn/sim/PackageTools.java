package io.cairn.sim;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** apt and dpkg: a package is there at once, with its tools and its services. */
final class PackageTools {
  private PackageTools() {}

  static void add(Map<String, Tool> tools) {
    tools.put("apt-get", PackageTools::aptGet);
    tools.put("apt-cache", PackageTools::aptCache);
    tools.put("dpkg", _ -> Answer.ok());
    tools.put("dpkg-query", PackageTools::dpkgQuery);
    tools.put("chronyd", _ -> Answer.ok());
    tools.put("chronyc", PackageTools::chronyc);
  }

  private static Answer aptGet(Call call) {
    Call.Words words = call.words();
    String verb = words.operands().getFirst();
    if (verb.equals("install")) {
      for (String name : words.operands().subList(1, words.operands().size())) {
        install(call.server(), name);
      }
    } else if (!verb.equals("update")) {
      throw call.unknown();
    }
    return Answer.ok();
  }

  static void install(Server server, String name) {
    server.packages.add(name);
    Toolbox.PACKAGES.getOrDefault(name, List.of()).forEach(server.machine()::installTool);
    Systemd systemd = Systemd.of(server);
    switch (name) {
      case "chrony" -> {
        systemd.reload();
        ServiceTools.enable(server, systemd, "chrony.service");
        systemd.start(List.of("chrony.service"));
      }
      case "lvm2" -> {
        unpack(server, LvmSettings.LOCAL, "local {\n}\n");
        systemd.reload();
        ServiceTools.enable(server, systemd, "dm-event.socket");
        systemd.start(List.of("dm-event.socket"));
      }
      case "drbd-utils" -> {
        systemd.reload();
        unpack(
            server,
            "/etc/drbd.conf",
            "include \"drbd.d/global_common.conf\";\ninclude \"drbd.d/*.res\";\n");
        unpack(
            server,
            "/etc/drbd.d/global_common.conf",
            "global {\n\tusage-count yes;\n}\ncommon {\n}\n");
      }
      default -> systemd.reload();
    }
  }

  /** dpkg has each file on the disk before it counts as installed (dpkg(1), unsafe-io). */
  private static void unpack(Server server, String path, String text) {
    server.machine().writeFile(path, text);
    server.durability.sync(path);
    server.durability.sync(path.substring(0, path.lastIndexOf('/')));
  }

  private static Answer aptCache(Call call) {
    return Answer.out(
        call.words().operands().stream()
            .skip(1)
            .map(name -> name + ":\n  Installed: (none)\n  Candidate: 1.0\n")
            .collect(Collectors.joining()));
  }

  private static Answer dpkgQuery(Call call) {
    Call.Words words = call.words("-f", "--showformat");
    String format = words.value("-f", "--showformat").orElseThrow();
    List<String> asked = words.operands();
    StringBuilder out = new StringBuilder();
    boolean missing = false;
    for (String name : asked.isEmpty() ? List.copyOf(call.server().packages) : asked) {
      boolean installed = call.server().packages.contains(name);
      missing |= !installed;
      if (installed) {
        out.append(
            format
                .replace("${Package}", name)
                .replace("${Version}", "1.0")
                .replace("${db:Status-Status}", "installed")
                .replace("\\t", "\t")
                .replace("\\n", "\n"));
      }
    }
    return new Answer.Said(
        missing ? 1 : 0, out.toString(), missing ? "dpkg-query: no packages found\n" : "");
  }

  private static Answer chronyc(Call call) {
    if (!Systemd.of(call.server()).isActive("chrony.service")) {
      return Answer.fail(1, "506 Cannot talk to daemon");
    }
    return switch (call.arguments().getLast()) {
      case "tracking" ->
          Answer.line(
              "0A00FE02,10.0.254.2,4,1763640000.0,0.000001,0.0,0.0,1.0,0.0,0.1,0.01,0.01,64.0,Normal");
      case "sources" -> Answer.out(sources(call.server()));
      default -> throw call.unknown();
    };
  }

  private static String sources(Server server) {
    String path = "/etc/chrony/conf.d/cairn.conf";
    return server.machine().hasFile(path)
        ? server
            .machine()
            .readFile(path)
            .lines()
            .filter(line -> line.startsWith("server "))
            .map(line -> "^,*," + line.split(" ")[1] + ",4,6,377,20,0.0,0.0,0.01\n")
            .collect(Collectors.joining())
        : "";
  }
}
