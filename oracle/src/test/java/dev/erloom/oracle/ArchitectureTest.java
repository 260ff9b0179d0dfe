// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import dev.erloom.testing.HouseRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {

    @TestFactory
    Stream<DynamicTest> rules() {
        return HouseRules.ofTests();
    }
}
