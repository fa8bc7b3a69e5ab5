package io.cioconnect.simulator;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The simulator is a product of its own. */
@AnalyzeClasses(packages = "io.cioconnect.simulator", importOptions = ImportOption.OnlyIncludeTests.class)
class SimulatorIsApartTest {
    @ArchTest
    static final ArchRule itKnowsNeitherConnectorNorTests = noClasses()
            .should()
            .dependOnClassesThat(
                    resideInAPackage("io.cioconnect..").and(not(resideInAPackage("io.cioconnect.simulator.."))))
            .because("what imitates Customer.io must not be made of the code that it puts to the test");

    @ArchTest
    static final ArchRule itNeedsNoTestLibrary = noClasses()
            .that()
            .haveNameNotMatching(".*Test(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.junit..", "org.assertj..", "com.tngtech..")
            .because("the quick start and benchmarks run it without tests");
}
