package io.cairn;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The house: which room may look into which. docs/ARCHITECTURE.md tells the same in words. */
class ArchitectureTest {
  private static final String ROOT = "io.cairn.";

  /** Every package of an engine, as one row of the table. */
  private static final String ANY_ENGINE = "engine.*";

  /** What each package may use besides itself; any other arrow fails. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          entry("graph", Set.of()),
          entry("cluster", Set.of("graph")),
          entry("engine", Set.of("graph")),
          entry(ANY_ENGINE, Set.of("engine", "graph")),
          entry("check", Set.of("engine", "graph")),
          entry("host", Set.of("graph")),
          entry("survey", Set.of("engine", "host", "graph")),
          entry("plan", Set.of("engine", "graph")),
          entry("run", Set.of("plan", "engine", "host", "graph")),
          entry("operate", Set.of("plan", "run", "survey", "engine", ANY_ENGINE, "host", "graph")),
          entry("view", Set.of("plan", "engine", "graph")),
          entry("provider", Set.of("host", "graph")),
          entry(
              "cli",
              Set.of(
                  "operate",
                  "view",
                  "run",
                  "plan",
                  "survey",
                  "check",
                  "cluster",
                  "engine",
                  ANY_ENGINE,
                  "host",
                  "provider",
                  "graph")));

  /**
   * An arrow that the table forbids and a reason allows.
   *
   * @param to one class
   */
  private record Exemption(String from, String to, String reason) {}

  private static final List<Exemption> EXEMPTIONS =
      List.of(
          new Exemption(
              "host",
              "io.cairn.engine.Reply",
              "a script's reply is what engines parse: one type, not one to copy into another"),
          new Exemption(
              "host",
              "io.cairn.engine.Shell",
              "quoting has one place, and what logs in has words to quote as well"),
          new Exemption("provider", "io.cairn.engine.Reply", "what a host answers carries one"),
          new Exemption(
              "view", "io.cairn.run.Event", "the progress of a run is a value to be rendered"),
          new Exemption("view", "io.cairn.run.StepResult", "so is the result of each of its steps"),
          new Exemption("view", "io.cairn.run.Runner$Report", "so is what came of it as a whole"));

  private static final String[] PURE = {
    "io.cairn.graph..",
    "io.cairn.cluster..",
    "io.cairn.engine..",
    "io.cairn.check..",
    "io.cairn.plan..",
    "io.cairn.view.."
  };

  private static final JavaClasses CAIRN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.cairn");

  @Test
  void packagesUseOnlyWhatTheTableAllows() {
    List<String> forbidden =
        arrows()
            .filter(arrow -> !isAllowed(arrow))
            .filter(arrow -> EXEMPTIONS.stream().noneMatch(exemption -> fits(exemption, arrow)))
            .map(Dependency::getDescription)
            .distinct()
            .sorted()
            .toList();
    assertThat(forbidden).isEmpty();
  }

  @Test
  void everyExemptionIsNeeded() {
    assertThat(EXEMPTIONS)
        .allSatisfy(exemption -> assertThat(arrows()).anyMatch(arrow -> fits(exemption, arrow)));
  }

  @Test
  void everyPackageHasARowInTheTable() {
    Set<String> packages = new TreeSet<>();
    CAIRN.forEach(type -> packages.add(row(type)));
    assertThat(MAY_USE.keySet()).containsAll(packages);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.cairn.(**)").should().beFreeOfCycles().check(CAIRN);
  }

  @Test
  void purePackagesDoNotTouchTheWorld() {
    noClasses()
        .that(resideInAnyPackage(PURE))
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.lang\\.(Process|ProcessBuilder|ProcessHandle|Runtime|Thread)"
                + "|java\\.net\\.(Socket|ServerSocket|DatagramSocket|URL|URLConnection|http\\..*)"
                + "|java\\.nio\\.channels\\..*|java\\.nio\\.file\\.Files"
                + "|java\\.io\\.File(InputStream|OutputStream|Reader|Writer)?"
                + "|java\\.util\\.(Random|SplittableRandom|Timer)|java\\.util\\.random\\..*"
                + "|java\\.util\\.concurrent\\.ThreadLocalRandom|java\\.security\\.SecureRandom")
        .because("the world enters through host, and is handed to survey, run and operate")
        .check(CAIRN);
  }

  @Test
  void purePackagesAskNeitherClockNorEnvironment() {
    List<String> asked =
        CAIRN.stream()
            .filter(resideInAnyPackage(PURE))
            .flatMap(type -> type.getAccessesFromSelf().stream())
            .filter(ArchitectureTest::asksTheWorld)
            .map(JavaAccess::getDescription)
            .sorted()
            .toList();
    assertThat(asked).isEmpty();
  }

  private static boolean asksTheWorld(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String member = access.getTarget().getName();
    return switch (owner) {
      case "java.lang.System" -> !Set.of("arraycopy", "identityHashCode").contains(member);
      case "java.lang.Math" -> member.equals("random");
      case "java.util.UUID" -> member.equals("randomUUID");
      case "java.time.Clock" -> member.startsWith("system");
      case "java.time.Instant",
          "java.time.LocalDate",
          "java.time.LocalDateTime",
          "java.time.OffsetDateTime",
          "java.time.ZonedDateTime" ->
          member.equals("now");
      default -> false;
    };
  }

  private static Stream<Dependency> arrows() {
    return CAIRN.stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .filter(arrow -> arrow.getTargetClass().getName().startsWith(ROOT))
        .filter(
            arrow ->
                !arrow
                    .getOriginClass()
                    .getPackageName()
                    .equals(arrow.getTargetClass().getPackageName()));
  }

  private static boolean isAllowed(Dependency arrow) {
    String from = row(arrow.getOriginClass());
    String to = row(arrow.getTargetClass());
    boolean withinOneConcern = from.equals(to) && !from.equals(ANY_ENGINE);
    return withinOneConcern || MAY_USE.getOrDefault(from, Set.of()).contains(to);
  }

  private static boolean fits(Exemption exemption, Dependency arrow) {
    String to = arrow.getTargetClass().getName();
    return row(arrow.getOriginClass()).equals(exemption.from())
        && (to.equals(exemption.to()) || to.startsWith(exemption.to() + "$"));
  }

  /** The row of the table that a class belongs to. */
  private static String row(JavaClass type) {
    String concern = type.getPackageName().substring(ROOT.length());
    if (concern.startsWith("engine.")) {
      return ANY_ENGINE;
    }
    int dot = concern.indexOf('.');
    return dot < 0 ? concern : concern.substring(0, dot);
  }
}
