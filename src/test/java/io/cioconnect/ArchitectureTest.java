package io.cioconnect;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The picture of the packages, as in the package-info of {@code io.cioconnect}:
 *
 * <pre>
 * 5   io.cioconnect
 * 4   webhook      refresh      registration
 * 3   record       api
 * 2   config       offset       metrics
 * 1   table
 * 0   schema
 * </pre>
 */
@AnalyzeClasses(packages = "io.cioconnect", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.cioconnect";

    @ArchTest
    static final ArchRule importsGoDownOnly = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.cioconnect..")
            .layer("root")
            .definedBy(ROOT)
            .layer("ways in")
            .definedBy(ROOT + ".webhook..", ROOT + ".refresh..", ROOT + ".registration..")
            .layer("hand-over and API")
            .definedBy(ROOT + ".record..", ROOT + ".api..")
            .layer("settings, offsets, counters")
            .definedBy(ROOT + ".config..", ROOT + ".offset..", ROOT + ".metrics..")
            .layer("catalogue")
            .definedBy(ROOT + ".table..")
            .layer("schema")
            .definedBy(ROOT + ".schema..")
            .whereLayer("root")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("ways in")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("hand-over and API")
            .mayOnlyBeAccessedByLayers("root", "ways in")
            .whereLayer("settings, offsets, counters")
            .mayOnlyBeAccessedByLayers("root", "ways in", "hand-over and API")
            .whereLayer("catalogue")
            .mayOnlyBeAccessedByLayers("root", "ways in", "hand-over and API", "settings, offsets, counters")
            .ensureAllClassesAreContainedInArchitecture()
            .because("a reader can then understand a package from what lies below it, and nothing else");

    @ArchTest
    static final ArchRule siblingsAreStrangers = slices().matching(ROOT + ".(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(
                    are(resideInAnyPackage(ROOT + ".webhook..", ROOT + ".refresh..", ROOT + ".registration..")),
                    resideInAnyPackage(below(3)))
            .ignoreDependency(
                    are(resideInAnyPackage(ROOT + ".record..", ROOT + ".api..")), resideInAnyPackage(below(2)))
            .ignoreDependency(
                    are(resideInAnyPackage(ROOT + ".config..", ROOT + ".offset..", ROOT + ".metrics..")),
                    resideInAnyPackage(below(1)))
            .ignoreDependency(are(resideInAPackage(ROOT + ".table..")), resideInAnyPackage(below(0)))
            .because(
                    "what two packages of one row share belongs into a row below them, or into the root that joins them");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching(ROOT + ".(**)").should().beFreeOfCycles().because("packages in a cycle are one package");

    @ArchTest
    static final ArchRule jettyLivesInWebhook = only("org.eclipse.jetty..", ROOT + ".webhook..")
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
            .resideInAnyPackage(
                    ROOT + ".config..", ROOT + ".offset..", ROOT + ".metrics..", ROOT + ".table..", ROOT + ".record..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml.jackson..")
            .because("JSON becomes a Struct in schema; nobody else need know how it was written");

    @ArchTest
    static final ArchRule onlyTreesTravelFurther = noClasses()
            .that()
            .resideInAnyPackage(ROOT, ROOT + ".refresh..", ROOT + ".registration..")
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
    static final ArchRule thePluginMetricsAreKnownInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".metrics..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("org\\.apache\\.kafka\\.common\\.metrics\\..*")
            .because("older workers have no plugin metrics, and a class that names them would not load there");

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

    /** The packages of a row and of those below it. */
    private static String[] below(int row) {
        String[] packages = {".schema..", ".table..", ".config..", ".offset..", ".metrics..", ".record..", ".api.."};
        int[] upTo = {1, 2, 5, 7};
        String[] below = new String[upTo[row]];
        for (int i = 0; i < below.length; i++) {
            below[i] = ROOT + packages[i];
        }
        return below;
    }
}
