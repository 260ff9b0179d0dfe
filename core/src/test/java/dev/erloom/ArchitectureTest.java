// SPDX-License-Identifier: Apache-2.0
package dev.erloom;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import dev.erloom.testing.HouseRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {
    @TestFactory
    Stream<DynamicTest> house_rules() {
        return HouseRules.ofALibrary();
    }

    @TestFactory
    Stream<DynamicTest> arrows_point_one_way() {
        return Stream.of(
                HouseRules.onMain(
                        "process_does_not_know_server",
                        noClasses()
                                .that()
                                .resideInAPackage("dev.erloom.process")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("dev.erloom.server")),
                HouseRules.onMain(
                        "nothing_below_knows_registry_pg_and_pubsub",
                        noClasses()
                                .that()
                                .resideInAnyPackage("dev.erloom.process", "dev.erloom.server")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(
                                        "dev.erloom.registry",
                                        "dev.erloom.pg",
                                        "dev.erloom.pubsub")));
    }
}
