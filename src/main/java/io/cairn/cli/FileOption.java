package io.cairn.cli;

import io.cairn.cluster.ClusterFile;
import io.cairn.cluster.ParseResult;
import io.cairn.cluster.Problem;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import picocli.CommandLine.Option;

/** Which cluster file. */
class FileOption {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      defaultValue = "cluster.yaml",
      description = "the cluster file (default: ${DEFAULT-VALUE})")
  Path file = Path.of("cluster.yaml");

  /** The parsed file; all that is wrong with it goes to standard error. */
  ClusterFile parse() {
    return switch (parsed()) {
      case ParseResult.Parsed(var parsed) -> {
        parsed.warnings().forEach(warning -> System.err.println(warning.render()));
        yield parsed;
      }
      case ParseResult.Rejected(var problems) -> throw rejected(problems);
    };
  }

  /** The file, or all that is wrong with it. */
  ParseResult parsed() {
    return ClusterFile.parse(file.toString(), text());
  }

  /** Tells all that is wrong with it on standard error. */
  Trouble rejected(List<Problem> problems) {
    problems.forEach(problem -> System.err.println(problem.render()));
    return new Trouble(summary(problems));
  }

  private String summary(List<Problem> problems) {
    long errors = problems.stream().filter(p -> p.severity() == Problem.Severity.ERROR).count();
    return errors + (errors == 1 ? " error in " : " errors in ") + file + "; nothing was done.";
  }

  /** The file's text. */
  String text() {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new Trouble(
          "there is no file "
              + file
              + " here.\nName the cluster file with -f FILE. To begin one, copy an example, as"
              + " examples/erp.yaml; docs/cluster-file.md describes it all.\nTo see one at work without"
              + " servers: cairn lab up -f examples/erp.yaml",
          e);
    } catch (AccessDeniedException e) {
      throw new Trouble(file + " may not be read by this user.", e);
    } catch (MalformedInputException e) {
      throw new Trouble(file + " is not text in UTF-8.", e);
    } catch (IOException e) {
      throw new Trouble(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** SHA-256 of the file's text, in hexadecimal. */
  String digest() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
