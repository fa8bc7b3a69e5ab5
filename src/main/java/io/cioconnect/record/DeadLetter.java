package io.cioconnect.record;

import org.apache.kafka.connect.data.Struct;

/**
 * A record of the dead letter topic.
 *
 * @param sha256 of the whole body, lower-case hex; the record's key
 * @param bodyBytes how much of the body it holds
 */
public record DeadLetter(
        DeadLetters.Reason reason, String topic, Struct key, Struct value, String sha256, int bodyBytes) {
    private static final String COUNTED_AS = "quarantined.";

    /** The name it is counted under. */
    public String countedAs() {
        return COUNTED_AS + reason.word();
    }

    /** Whether that is the name of a dead letter's count, and not of a table. */
    public static boolean isCountedAs(String name) {
        return name.startsWith(COUNTED_AS);
    }
}
