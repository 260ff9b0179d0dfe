// SPDX-License-Identifier: Apache-2.0
package dev.erloom.telemetry;

import dev.erloom.process.Node;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The smallest use, for the Javadoc of the package; run by {@link TelemetryTest}. */
final class TelemetryExample {
    private TelemetryExample() {}

    static long run() {
        AtomicLong total = new AtomicLong();
        // @start region="smallest"
        EventName placed = EventName.of("shop", "order", "placed");
        Node.main(() -> {
            Telemetry telemetry = Telemetry.current();
            telemetry.attach(
                    "sum",
                    placed,
                    (_, measurements, _, sum) -> {
                        if (measurements.get("amount") instanceof Integer amount) {
                            sum.addAndGet(amount);
                        }
                    },
                    total);

            telemetry.execute(placed, Map.of("amount", 42), Map.of("customer", "Joe"));
        });
        // @end region="smallest"
        return total.get();
    }
}
