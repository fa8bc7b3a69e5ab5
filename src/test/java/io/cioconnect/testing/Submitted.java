package io.cioconnect.testing;

import io.cioconnect.record.TrackedRecord;

/** A record that Connect gave to the producer. */
final class Submitted {
    final TrackedRecord record;
    boolean acknowledged;
    long offset;

    Submitted(TrackedRecord record) {
        this.record = record;
    }
}
