// SPDX-License-Identifier: Apache-2.0
import dev.erloom.process.StartResult;
import dev.erloom.process.StartResult.Failed;

/** A type pattern on a generic record is raw; a record pattern infers its argument. */
class RawTypePattern {
    static boolean failed(StartResult<String> result) {
        return switch (result) {
            // refused: raw.class.use, because StartResult.Failed, StartResult.Failed<T>
            case Failed _ -> true;
            default -> false;
        };
    }
}
