package io.cairn.cli;

import io.cairn.cluster.ClusterFile;
import io.cairn.cluster.ParseResult;
import io.cairn.engine.Engines;
import io.cairn.graph.Cluster;
import io.cairn.graph.Node;
import io.cairn.host.Claim;
import io.cairn.host.Host;
import io.cairn.host.Line;
import io.cairn.host.SshHost;
import io.cairn.operate.Site;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where somebody types commands: a folder with the example's cluster file, and nodes that are
 * folders with a real shell each.
 */
final class Desk {
  private final Path folder;

  /** In an empty folder. */
  Desk(Path folder) throws IOException {
    this.folder = folder;
    Files.copy(Path.of("examples/erp.yaml"), file());
    Files.createDirectories(node("node1"));
    Files.createDirectories(node("node2"));
  }

  /** What a command said. */
  record Said(int exit, String out, String err) {}

  Path file() {
    return folder.resolve("cluster.yaml");
  }

  Path node(String name) {
    return folder.resolve("nodes").resolve(name);
  }

  /** The marks on a node, sorted. */
  List<String> marks(String node) throws IOException {
    try (var files = Files.list(node(node))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** The command with {@code -f} and the file. */
  Said cairn(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("-f", file().toString()));
    return run(all.toArray(String[]::new));
  }

  /** The command as it is. */
  Said run(String... words) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
    try {
      int exit = Cairn.run(means(), words);
      return new Said(
          exit, said.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** The same cluster and nodes below the commands. */
  Site site(Site.Watcher watcher) throws IOException {
    Cluster cluster =
        switch (ClusterFile.parse("cluster.yaml", Files.readString(file()))) {
          case ParseResult.Parsed(var parsed) -> parsed.cluster();
          case ParseResult.Rejected(var problems) ->
              throw new IllegalStateException(problems.toString());
        };
    List<Host> hosts =
        cluster.nodes().values().stream().map(node -> host(node, new Claim.Reading())).toList();
    return new Site(cluster, engines(), hosts, watcher);
  }

  private Means means() {
    return new Means(engines(), this::way);
  }

  private Engines engines() {
    return new Engines(List.of(new Chalk(folder.resolve("nodes"))));
  }

  private Means.Way way(Means.Place place, Cluster cluster) {
    return this::host;
  }

  // the claim is for a lock of the whole machine: here nobody changes anything but these folders
  private Host host(Node node, Claim claim) {
    return new SshHost(node.name(), () -> dial(node.name().text()), new Claim.Reading());
  }

  private Line dial(String node) throws IOException {
    if (Files.exists(node(node).resolve("dead"))) {
      throw new IOException("No route to host");
    }
    return new Local(new ProcessBuilder("sh").redirectErrorStream(true).start());
  }

  /** A shell on this machine. */
  private record Local(Process process) implements Line {
    @Override
    public OutputStream toShell() {
      return process.getOutputStream();
    }

    @Override
    public InputStream fromShell() {
      return process.getInputStream();
    }

    @Override
    public String lastWords() {
      return "the shell ended";
    }

    @Override
    public void close() {
      try {
        process.getOutputStream().close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
