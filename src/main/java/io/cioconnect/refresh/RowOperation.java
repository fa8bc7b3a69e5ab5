package io.cioconnect.refresh;

/** One record of a bucket in a pass: what it says of which key. */
record RowOperation(Kind kind, String key) {
    enum Kind {
        ROW,
        /** A row with the key alone and {@code _deleted} true. */
        FLAG,
        TOMBSTONE
    }
}
