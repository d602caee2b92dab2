package io.cairn.cli;

import io.cairn.engine.Observed;
import io.cairn.survey.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "survey",
    description =
        "Writes down what every node answers to a survey: for a report of a mistake, or a test.",
    footer = {"  cairn survey -o answers       a file NODE.txt for each node, without secrets"})
final class SurveyCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FOLDER",
      required = true,
      description = "where to; one file NODE.txt for each node, none with a secret in it")
  private Path output = Path.of(".");

  @Override
  public Integer call() {
    try (Session session = Session.reading(cluster)) {
      Observed observed = session.survey().observed();
      Files.createDirectories(output);
      for (var survey : observed.nodes().entrySet()) {
        Files.writeString(
            output.resolve(survey.getKey() + ".txt"), Recording.text(survey.getValue()));
      }
      return Exit.OK;
    } catch (IOException e) {
      throw new Trouble("what the nodes said cannot be written to " + output + ": " + e, e);
    }
  }
}
