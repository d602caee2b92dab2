package io.cairn.cli;

import io.cairn.cluster.ClusterFile;
import io.cairn.cluster.ParseResult;
import io.cairn.cluster.SizeEdit;
import io.cairn.engine.Context;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.Size;
import io.cairn.operate.Apply;
import io.cairn.plan.Planner;
import io.cairn.view.FindingText;
import io.cairn.view.PlanJson;
import io.cairn.view.PlanText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "grow",
    description = {
      "Makes a volume larger, and everything over it as well, online: writes the new size into the cluster"
          + " file and applies it. From the bottom up, on all nodes: the volume, DRBD, the physical volume on"
          + " it, the file system. Each is measured before the next one grows.",
      "LAYER is a volume, a thin pool or a thin volume, or what lies over one: then that one grows. Interrupted"
          + " anywhere, 'cairn apply' goes on. The file as it was is kept beside it, as FILE.before-grow."
    },
    footer = {
      "  cairn grow www 8G               the volume below www to 8 GiB, and the file system",
      "  cairn grow shop +2G             2 GiB more than the file says now",
      "  cairn grow shop +2G --dry-run   the steps, and what is left then; the file is not changed"
    },
    exitCodeList = {
      "0:done, or it was as large already",
      "1:an error; what and why is on standard error",
      "2:with --dry-run: it could be done"
    })
final class GrowCommand implements Callable<Integer> {
  @Mixin private ChangeOptions cluster = new ChangeOptions();

  @Option(names = "--dry-run", description = "change nothing; show the steps")
  private boolean dry;

  @Option(names = "--json", description = "with --dry-run: the plan, as JSON")
  private boolean json;

  @Option(names = "--yes", description = "do not ask")
  private boolean yes;

  @Parameters(index = "0", paramLabel = "LAYER", description = "what shall grow")
  private String layer = "";

  @Parameters(
      index = "1",
      paramLabel = "SIZE",
      description = "the new size, as in 8G; with + how much is added to what the file says")
  private String size = "";

  @Override
  public Integer call() {
    if (json && !dry) {
      throw new Trouble("--json tells what could be done: give --dry-run with it.");
    }
    String before = cluster.text();
    ClusterFile file = cluster.parse();
    Layer sized = sized(Names.layer(file.cluster(), layer), file.cluster());
    Size declared = declared(sized);
    Size wanted = wanted(sized, declared);
    String after =
        SizeEdit.edit(before, file, sized.name(), SizeEdit.text(wanted))
            .orElseThrow(
                () ->
                    new Trouble(
                        "the size of "
                            + sized.name()
                            + " does not stand in one line with its key; write it by hand, then"
                            + " 'cairn apply'. Nothing was changed."));
    ClusterFile grown =
        switch (ClusterFile.parse(cluster.file.toString(), after)) {
          case ParseResult.Parsed(var parsed) -> parsed;
          case ParseResult.Rejected(var problems) -> throw cluster.rejected(problems);
        };
    return dry ? show(grown) : grow(grown, after, sized, wanted);
  }

  /** The layer whose size decides how large this one is. */
  private static Layer sized(Layer layer, Cluster cluster) {
    return switch (layer) {
      case Layer.LogicalVolume _, Layer.ThinPool _, Layer.ThinVolume _ -> layer;
      case Layer.FileSystem _, Layer.Lxc _, Layer.Drbd _ ->
          cluster.lowerLayers(layer).stream()
              .findFirst()
              .map(lower -> sized(lower, cluster))
              .orElseThrow(
                  () ->
                      new Trouble(
                          layer.name()
                              + " lies over a disk, which is as large as it is. Nothing was"
                              + " changed."));
      case Layer.VolumeGroup _ ->
          throw new Trouble(
              layer.name()
                  + " is a group: it grows with what it lies over. Name that, or a volume in it."
                  + " Nothing was changed.");
      case Layer.Raid _, Layer.Partition _ ->
          throw new Trouble(
              layer.name()
                  + " is "
                  + (layer instanceof Layer.Raid ? "an array" : "a partition")
                  + ", and Cairn does not grow these yet. Nothing was changed.");
    };
  }

  private static Size declared(Layer sized) {
    return sized
        .fixedSize()
        .orElseThrow(
            () ->
                new Trouble(
                    sized.name()
                        + " has a percentage for its size, which was taken of what there was when it was"
                        + " made. Declare a size in the file first: 'cairn status --json' tells what it has."
                        + " Nothing was changed."));
  }

  private Size wanted(Layer sized, Size declared) {
    boolean adds = size.startsWith("+");
    Size given =
        Size.parse(adds ? size.substring(1) : size)
            .orElseThrow(
                () ->
                    new Trouble(
                        "'"
                            + size
                            + "' is not a size: "
                            + Size.RULE
                            + ", with + for what is added. Nothing was changed."));
    Size wanted = adds ? new Size(Math.addExact(declared.bytes(), given.bytes())) : given;
    if (wanted.compareTo(declared) < 0) {
      throw new Trouble(
          "%s is declared with %s, and %s is less. Cairn shrinks nothing: what lies at the end would be cut off. By hand: a backup, the file system on it first (xfs cannot), then the volume (lvreduce(8) --resizefs), then the file. Nothing was changed."
              .formatted(sized.name(), declared, wanted));
    }
    return wanted;
  }

  private int show(ClusterFile grown) {
    try (Session session = Session.reading(cluster, grown)) {
      Planner.Result planned = Planner.plan(session.survey());
      System.err.print(FindingText.of(planned.findings(), session.screen()));
      if (planned.isRefused()) {
        throw new Trouble("it cannot grow so: see above. Nothing was changed.");
      }
      System.out.print(
          json
              ? PlanJson.of(planned, session.cluster())
              : PlanText.of(planned, session.cluster(), session.screen()));
      return planned.plan().isEmpty() ? Exit.OK : Exit.CHANGES;
    }
  }

  private int grow(ClusterFile grown, String after, Layer sized, Size wanted) {
    try (Session session = Session.changing(cluster, grown, "cairn grow " + layer + " " + size)) {
      Context context = session.survey();
      Apply.Outcome outcome =
          Apply.run(session.site(), context, planned -> isApproved(planned, session, after));
      if (outcome instanceof Apply.Outcome.NothingToDo) {
        write(after);
        System.out.printf("%s has %s already; the file says so now.%n", sized.name(), wanted);
        return Exit.OK;
      }
      return Outcomes.show(outcome, session);
    }
  }

  private boolean isApproved(Planner.Result planned, Session session, String after) {
    System.err.print(FindingText.of(planned.findings(), session.screen()));
    System.out.print(PlanText.of(planned, session.cluster(), session.screen()));
    if (!yes && !Terminal.isInteractive()) {
      throw new Trouble("there is nobody to ask: give --yes to grow without asking.");
    }
    boolean approved = yes || Terminal.confirm("Do this? Only 'yes' does it:", "yes");
    if (approved) {
      // before the first step: whatever interrupts it, the file tells what is wanted
      write(after);
    }
    return approved;
  }

  private void write(String text) {
    Path file = cluster.file.toAbsolutePath();
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.copy(
          file,
          file.resolveSibling(file.getFileName() + ".before-grow"),
          StandardCopyOption.REPLACE_EXISTING);
      Files.writeString(beside, text);
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new Trouble(
          "the new size cannot be written to "
              + file
              + ": "
              + e.getMessage()
              + ". Nothing was done.",
          e);
    }
  }
}
