package io.cioconnect.webhook;

import io.cioconnect.metrics.EventMetrics;
import io.cioconnect.record.DeadLetter;
import io.cioconnect.schema.RecordCheck;
import org.apache.kafka.connect.data.Struct;

/**
 * What a verified delivery becomes in Kafka.
 *
 * @param destination name of the event table, or {@code quarantined.<reason>}: the name it is counted under
 * @param sha256 of the whole body, lower-case hex
 * @param heapBytes about what it holds of the heap
 * @param metrics where it is counted
 * @param isTest sent by Customer.io's button "Send Test"
 */
record RoutedEvent(
        String destination,
        String topic,
        Struct key,
        Struct value,
        String sha256,
        int heapBytes,
        EventMetrics metrics,
        boolean isTest) {
    static RoutedEvent of(DeadLetter letter, EventMetrics metrics, boolean isTest) {
        return new RoutedEvent(
                letter.countedAs(),
                letter.topic(),
                letter.key(),
                letter.value(),
                letter.sha256(),
                letter.bodyBytes(),
                metrics,
                isTest);
    }

    /** Of key and value as Kafka gets them. */
    long estimatedRecordBytes() {
        return RecordCheck.estimate(key, value);
    }

    boolean isQuarantined() {
        return DeadLetter.isCountedAs(destination);
    }
}
