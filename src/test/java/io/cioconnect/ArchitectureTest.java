package io.cioconnect;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The picture of the packages, which the package-info of {@code io.cioconnect} draws, as rules. */
@AnalyzeClasses(packages = "io.cioconnect", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.cioconnect";

    /** The rows of the picture, from the bottom. A package of one row may import from the rows before it, and from no other. */
    private static final List<List<String>> PICTURE = List.of(
            List.of("schema", "pace", "digest"),
            List.of("table", "status"),
            List.of("config", "offset", "metrics"),
            List.of("listener", "api", "record"),
            List.of("sync"),
            List.of("webhook", "refresh", "window", "registration"));

    @ArchTest
    static void importsGoDownThePicture(JavaClasses classes) {
        Set<String> below = new LinkedHashSet<>();
        for (List<String> row : PICTURE) {
            for (String name : row) {
                Set<String> allowed = new LinkedHashSet<>(below);
                allowed.add(name);
                noClasses()
                        .that()
                        .resideInAPackage(ROOT + "." + name + "..")
                        .should()
                        .dependOnClassesThat(
                                resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(packages(allowed)))))
                        .because("a reader can then understand a package from what lies below it, and nothing else;"
                                + " what two packages of one row share belongs in a row below them, or in the root")
                        .check(classes);
            }
            below.addAll(row);
        }
    }

    @ArchTest
    static final ArchRule everyPackageHasItsPlaceInThePicture = classes()
            .should()
            .resideInAnyPackage(Stream.concat(
                            Stream.of(ROOT),
                            Arrays.stream(packages(
                                    PICTURE.stream().flatMap(List::stream).toList())))
                    .toArray(String[]::new))
            .because("the picture shows all of it");

    @ArchTest
    static void noPackageOutgrowsTheOthers(JavaClasses classes) throws IOException {
        Map<String, Long> lines = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                try (Stream<String> text = Files.lines(file)) {
                    lines.merge(file.getParent().toString(), text.count(), Long::sum);
                }
            }
        }
        long quarter = lines.values().stream().mapToLong(Long::longValue).sum() / 4;
        assertThat(lines)
                .as("lines by package")
                .allSatisfy((name, count) -> assertThat(count)
                        .as("%s holds more than a quarter of main: it is two packages", name)
                        .isLessThanOrEqualTo(quarter));
    }

    @ArchTest
    static final ArchRule noCycles =
            slices().matching(ROOT + ".(**)").should().beFreeOfCycles().because("packages in a cycle are one package");

    @ArchTest
    static final ArchRule jettyLivesInListener = only("org.eclipse.jetty..", ROOT + ".listener..")
            .because("the HTTP server can then be exchanged, and its traps explained, in one place");

    @ArchTest
    static final ArchRule okHttpLivesInApi = only("okhttp3..", ROOT + ".api..")
            .because("whatever calls Customer.io must go through one budget and one set of retries");

    @ArchTest
    static final ArchRule failsafeLivesInApi = only("dev.failsafe..", ROOT + ".api..")
            .because("whatever calls Customer.io must go through one budget and one set of retries");

    @ArchTest
    static final ArchRule jacksonStaysWhereJsonIs = noClasses()
            .that()
            .resideInAnyPackage(ROOT + ".config..", ROOT + ".offset..", ROOT + ".metrics..", ROOT + ".record..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml.jackson..")
            .because("JSON becomes a Struct in schema; nobody else need know how it was written");

    @ArchTest
    static final ArchRule onlyTreesTravelFurther = noClasses()
            .that()
            .resideInAnyPackage(
                    ROOT,
                    ROOT + ".table..",
                    ROOT + ".sync..",
                    ROOT + ".refresh..",
                    ROOT + ".window..",
                    ROOT + ".registration..")
            .should()
            .dependOnClassesThat(resideInAPackage("com.fasterxml.jackson..")
                    .and(not(resideInAPackage("com.fasterxml.jackson.databind.node")))
                    .and(not(type(JsonNode.class))))
            .because(
                    "parsing and writing, with their limits, are done in schema, api and webhook; others only look at trees");

    @ArchTest
    static final ArchRule recordsAreMadeByTheWaysIn = noClasses()
            .that()
            .resideInAnyPackage(
                    ROOT + ".api..",
                    ROOT + ".config..",
                    ROOT + ".offset..",
                    ROOT + ".metrics..",
                    ROOT + ".table..",
                    ROOT + ".schema..",
                    ROOT + ".registration..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.apache.kafka.connect.source.SourceRecord")
            .because("everything that becomes a record comes in as a row or as a delivery");

    @ArchTest
    static final ArchRule keysAreDefinedInConfig = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT, ROOT + ".config..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("org\\.apache\\.kafka\\.common\\.config\\.(ConfigDef|AbstractConfig).*")
            .because("a part is given its own record of settings and never the whole configuration");

    @ArchTest
    static final ArchRule theApiKnowsNothingOfConnect = noClasses()
            .that()
            .resideInAPackage(ROOT + ".api..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka.connect..")
            .because("api knows HTTP; what Connect makes of a failure is decided in the root");

    @ArchTest
    static final ArchRule nobodyKnowsPluginMetrics = noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching("org\\.apache\\.kafka\\.common\\.metrics\\..*")
            .because("older workers have none, and a class that names them would not load there");

    @ArchTest
    static final ArchRule managementBeansAreKnownInOnePlace = noClasses()
            .that()
            .resideInAPackage(ROOT + "..")
            .and()
            .resideOutsideOfPackage(ROOT + ".metrics..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("javax.management..")
            .because("what counts must not know how it is shown");

    @ArchTest
    static final ArchRule connectSeesTwoClasses = classes()
            .that()
            .resideInAPackage(ROOT)
            .and()
            .arePublic()
            .should()
            .haveNameMatching(ROOT + "\\.CustomerIoSource(Connector|Task)")
            .because("the root is put together for Connect, and nobody else calls it");

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
            .should()
            .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Processor)")
            .because("such a name fits everything, so it tells nothing");

    private static ArchRule only(String library, String ours) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(ours)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }

    private static String[] packages(Collection<String> names) {
        return names.stream().map(name -> ROOT + "." + name + "..").toArray(String[]::new);
    }
}
