package io.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Sizes and names in the source itself. */
class SourceTest {
  private static final int LONGEST_FILE = 600;
  private static final int LONGEST_METHOD = 80;
  private static final Path MAIN = Path.of("src/main/java");
  private static final Path TESTS = Path.of("src/test/java");
  private static final Pattern KIND_INSTEAD_OF_CONCERN =
      Pattern.compile(".*(Util|Utils|Manager|Impl|Helper|Helpers)");

  private static final List<Declared> DECLARED = declared();

  /**
   * A class or method of the source.
   *
   * @param place as in {@code src/main/java/io/cairn/graph/Size.java:20}
   */
  private record Declared(Tree.Kind kind, String name, String place, long lines) {}

  @Test
  void filesStayShort() {
    assertThat(sources().filter(file -> lines(file).size() > LONGEST_FILE)).isEmpty();
  }

  @Test
  void methodsStayShort() {
    assertThat(DECLARED)
        .filteredOn(declared -> declared.kind() == Tree.Kind.METHOD)
        .hasSizeGreaterThan(100)
        .allSatisfy(method -> assertThat(method.lines()).isLessThanOrEqualTo(LONGEST_METHOD));
  }

  @Test
  void typesAreNamedForWhatTheyAre() {
    assertThat(DECLARED)
        .filteredOn(declared -> declared.kind() != Tree.Kind.METHOD)
        .hasSizeGreaterThan(50)
        .noneMatch(type -> KIND_INSTEAD_OF_CONCERN.matcher(type.name()).matches());
  }

  @Test
  void everyPackageSaysWhatItIsAndTakesNoNull() {
    List<Path> silent =
        sources()
            .filter(file -> file.startsWith(MAIN))
            .map(file -> file.resolveSibling("package-info.java"))
            .distinct()
            .filter(
                file ->
                    !Files.exists(file)
                        || !String.join("\n", lines(file)).matches("(?s)/\\*\\*.*@NullMarked.*"))
            .toList();
    assertThat(silent).isEmpty();
  }

  private static Stream<Path> sources() {
    return Stream.of(MAIN, TESTS).flatMap(SourceTest::walk);
  }

  private static Stream<Path> walk(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Declared> declared() {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<Declared> found = new ArrayList<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources().toList()));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        unit.accept(new Collector(positions, unit, found), null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(found);
  }

  private static final class Collector extends TreeScanner<Void, Void> {
    private final SourcePositions positions;
    private final CompilationUnitTree unit;
    private final List<Declared> found;

    Collector(SourcePositions positions, CompilationUnitTree unit, List<Declared> found) {
      this.positions = positions;
      this.unit = unit;
      this.found = found;
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      add(method, method.getName().toString());
      return super.visitMethod(method, null);
    }

    @Override
    public Void visitClass(ClassTree type, Void unused) {
      add(type, type.getSimpleName().toString());
      return super.visitClass(type, null);
    }

    private void add(Tree tree, String name) {
      long first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
      long last = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, tree));
      String place = unit.getSourceFile().getName() + ":" + first;
      found.add(new Declared(tree.getKind(), name, place, last - first + 1));
    }
  }
}
