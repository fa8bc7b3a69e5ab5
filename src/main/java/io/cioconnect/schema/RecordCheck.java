package io.cioconnect.schema;

import org.apache.kafka.connect.data.Struct;

/** Finds, before a record is handed over, what a converter or the producer would refuse, because that would kill the task. */
public final class RecordCheck {
    /** Largest size by estimate, in bytes, of key and value after conversion to JSON with schemas. */
    public static final int MAX_BYTES = 900 * 1024;

    private RecordCheck() {}

    /** Throws with the reason when the estimated size is above {@link #MAX_BYTES} or a text holds a lone surrogate. */
    public static void check(Struct key, Struct value) throws RowException {
        throw new UnsupportedOperationException();
    }
}
