// SPDX-License-Identifier: Apache-2.0
package dev.erloom.testing;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The rules of CONTRIBUTING that a machine can check, for the module whose tests are running.
 *
 * <p>Each module has an {@code ArchitectureTest} that runs them on its own classes.
 */
public final class HouseRules {
    private static final JavaClasses MAIN = classesIn("classes");
    private static final JavaClasses MAIN_AND_TESTS = classesIn("classes", "test-classes");

    /** By name, so that this class does not break its own rule. */
    private static final String SWITCHED_OFF =
            "org\\.junit\\.jupiter\\.api\\.(Disabled|Assumptions)"
                    + "|org\\.assertj\\.core\\.api\\.Assumptions";

    private HouseRules() {}

    /** {@return the rules of a module that has nothing but tests, one test each} */
    public static Stream<DynamicTest> ofTests() {
        return Stream.of(
                onMainAndTests("nothing_sleeps", nothingSleeps()),
                onMainAndTests("no_test_is_switched_off", noTestIsSwitchedOff()));
    }

    /** {@return the rules of every module, one test each} */
    public static Stream<DynamicTest> ofEveryModule() {
        return Stream.concat(
                Stream.of(
                        onMain("packages_have_no_cycles", noCycles()),
                        onMain("packages_are_named_for_what_they_hold", noVaguePackages()),
                        onMain(
                                "logs_by_System_Logger_only",
                                NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING)),
                ofTests());
    }

    /** {@return the rules of every module, and those of a module that may not print} */
    public static Stream<DynamicTest> ofALibrary() {
        return Stream.concat(
                ofEveryModule(),
                Stream.of(
                        onMain("no_standard_streams", NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS),
                        onMain("nothing_prints", nothingPrints()),
                        DynamicTest.dynamicTest(
                                "everything_public_is_described",
                                () -> assertThat(UndocumentedApi.find()).isEmpty())));
    }

    /**
     * Checks one more rule on the module's main classes.
     *
     * @param name the name of the test
     * @param rule the rule
     * @return the test
     */
    public static DynamicTest onMain(String name, ArchRule rule) {
        return DynamicTest.dynamicTest(name, () -> rule.check(MAIN));
    }

    private static DynamicTest onMainAndTests(String name, ArchRule rule) {
        return DynamicTest.dynamicTest(name, () -> rule.check(MAIN_AND_TESTS));
    }

    private static ArchRule noCycles() {
        return slices().matching("dev.erloom.(**)").should().beFreeOfCycles();
    }

    private static ArchRule noVaguePackages() {
        return noClasses()
                .should()
                .resideInAnyPackage(
                        "..util..", "..common..", "..helper..", "..internal..", "..misc..");
    }

    private static ArchRule nothingSleeps() {
        return noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Forever.class.getName())
                .should()
                .accessTargetWhere(is(Thread.class, "sleep").or(is(TimeUnit.class, "sleep")));
    }

    private static ArchRule nothingPrints() {
        return noClasses().should().accessTargetWhere(is(IO.class, "print", "println", "readln"));
    }

    private static ArchRule noTestIsSwitchedOff() {
        return noClasses().should().dependOnClassesThat().haveNameMatching(SWITCHED_OFF);
    }

    private static DescribedPredicate<JavaAccess<?>> is(Class<?> owner, String... names) {
        return describe(
                "is " + owner.getSimpleName() + "." + String.join("/", names),
                access ->
                        access.getTargetOwner().isAssignableTo(owner)
                                && Arrays.asList(names).contains(access.getName()));
    }

    private static JavaClasses classesIn(String... folders) {
        return new ClassFileImporter()
                .importPaths(
                        Arrays.stream(folders).map(folder -> Path.of("target", folder)).toList());
    }
}
