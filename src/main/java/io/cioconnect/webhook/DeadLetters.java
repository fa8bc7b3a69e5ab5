package io.cioconnect.webhook;

import io.cioconnect.schema.SchemaName;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Locale;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * The dead letter topic: verified deliveries that fit no event table, byte for byte. Its records always fit through converter and
 * producer: a body too large even for here is cut, and a text that could not be written is left out (the bytes have it).
 * Immutable.
 */
final class DeadLetters {
    /** Begins the name its records are counted under; the reason follows. */
    static final String COUNTED_AS = "quarantined.";

    /** Kept of a body that is cut. */
    static final int HEAD_BYTES = 256 * 1024;

    /** A third more as base64 in JSON, and still below what a record may weigh. */
    private static final int MAX_WHOLE_BYTES = 640 * 1024;

    private static final int MAX_TEXT_LENGTH = 200;

    /** Why a delivery is here. */
    enum Reason {
        NOT_JSON,
        NO_EVENT_ID,
        UNKNOWN_OBJECT_TYPE,
        /** No metric, or {@code data} is no object. */
        UNKNOWN_SHAPE,
        /** Its event table is not among the connector's tables. */
        TABLE_NOT_SELECTED,
        TOO_LARGE,
        /** As a record it would be too large, or holds what a converter cannot encode. */
        UNSTORABLE,
        INTERNAL_ERROR;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final String topic;
    private final Schema keySchema;
    private final Schema valueSchema;

    DeadLetters(String topic) {
        this.topic = topic;
        this.keySchema = SchemaBuilder.struct()
                .name(SchemaName.of(topic) + ".Key")
                .field("sha256", Schema.STRING_SCHEMA)
                .build();
        this.valueSchema = SchemaBuilder.struct()
                .name(SchemaName.of(topic) + ".Value")
                .field("reason", Schema.OPTIONAL_STRING_SCHEMA)
                .field("event_id", Schema.OPTIONAL_STRING_SCHEMA)
                .field("object_type", Schema.OPTIONAL_STRING_SCHEMA)
                .field("metric", Schema.OPTIONAL_STRING_SCHEMA)
                .field("body", Schema.OPTIONAL_BYTES_SCHEMA)
                .field("body_size", Schema.OPTIONAL_INT64_SCHEMA)
                .field("received_at", Timestamp.builder().optional().build())
                .build();
    }

    RoutedEvent whole(Reason reason, WebhookEvent event, byte[] body, String sha256, Instant receivedAt) {
        return body.length > MAX_WHOLE_BYTES
                ? head(reason, event, body, body.length, sha256, receivedAt)
                : record(reason, event, body, body.length, sha256, receivedAt);
    }

    RoutedEvent head(Reason reason, WebhookEvent event, byte[] body, long size, String sha256, Instant receivedAt) {
        byte[] head = Arrays.copyOf(body, Math.min(body.length, HEAD_BYTES));
        return record(reason, event, head, size, sha256, receivedAt);
    }

    private RoutedEvent record(
            Reason reason, WebhookEvent event, byte[] body, long size, String sha256, Instant receivedAt) {
        Struct key = new Struct(keySchema).put("sha256", sha256);
        Struct value = new Struct(valueSchema)
                .put("reason", reason.word())
                .put("event_id", storable(event.eventId()))
                .put("object_type", storable(event.objectType()))
                .put("metric", storable(event.metric()))
                .put("body", body)
                .put("body_size", size)
                .put("received_at", Date.from(receivedAt));
        return new RoutedEvent(COUNTED_AS + reason.word(), topic, key, value, sha256, body.length);
    }

    private static @Nullable String storable(String text) {
        boolean isShort = !text.isEmpty() && text.length() <= MAX_TEXT_LENGTH;
        // code points pair the surrogates that have a partner
        return isShort && text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                ? text
                : null;
    }
}
