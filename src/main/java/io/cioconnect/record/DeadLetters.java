package io.cioconnect.record;

import io.cioconnect.digest.Sha256;
import io.cioconnect.schema.RecordCheck;
import io.cioconnect.schema.RowException;
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
 * The dead letter topic: verified deliveries that fit no event table, and rows that cannot be stored, byte for byte. Its records
 * always fit through converter and producer: a body too large even for here is cut, and a text that could not be written is left out
 * (the bytes have it). Immutable.
 */
public final class DeadLetters {
    /** Kept of a body that is cut. */
    public static final int HEAD_BYTES = 256 * 1024;

    /** A third more as base64 in JSON, and still below what a record may weigh. */
    private static final int MAX_WHOLE_BYTES = 640 * 1024;

    private static final int MAX_TEXT_LENGTH = 200;

    /** Why a delivery or a row is here. */
    public enum Reason {
        NOT_JSON,
        NO_EVENT_ID,
        UNKNOWN_OBJECT_TYPE,
        /** No metric, or {@code data} is not an object. */
        UNKNOWN_SHAPE,
        /** Its event table is not among the connector's tables. */
        TABLE_NOT_SELECTED,
        TOO_LARGE,
        /** As a record it would be too large, or it holds what a converter cannot encode, or it is nested too deeply. */
        UNSTORABLE,
        INTERNAL_ERROR,
        ROW_TOO_LARGE,
        /** The row's primary key is missing, or does not fit its column. */
        ROW_WITHOUT_KEY,
        /** The row holds what a converter or a warehouse cannot take. */
        ROW_UNSTORABLE;

        /** The reason of a row that was refused so. */
        public static Reason ofRow(RowException refusal) {
            return switch (refusal.kind()) {
                case WITHOUT_KEY -> ROW_WITHOUT_KEY;
                case TOO_LARGE -> ROW_TOO_LARGE;
                case UNSTORABLE -> ROW_UNSTORABLE;
            };
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is known of the event, or of the row, in a body; {@code ""} for what is not. */
    public record Origin(String eventId, String objectType, String metric) {
        /** A row of that table. */
        public static Origin row(String table) {
            return new Origin("", table, "");
        }
    }

    private final String topic;
    private final SizeLimits limits;
    private final Schema keySchema;
    private final Schema valueSchema;

    public DeadLetters(String topic, SizeLimits limits) {
        this.topic = topic;
        this.limits = limits;
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

    /**
     * A row that cannot be stored.
     *
     * @param json the row as the App API listed it
     * @param readAt start of the pass that read it
     */
    public DeadLetter row(Reason reason, String table, byte[] json, Instant readAt) {
        return whole(reason, Origin.row(table), json, Sha256.hex(json), readAt);
    }

    /** The whole body, or its head where the whole does not fit. */
    public DeadLetter whole(Reason reason, Origin origin, byte[] body, String sha256, Instant receivedAt) {
        return record(reason, origin, body, MAX_WHOLE_BYTES, body.length, sha256, receivedAt);
    }

    /**
     * The head of a body.
     *
     * @param size of the whole body, in bytes
     */
    public DeadLetter head(Reason reason, Origin origin, byte[] body, long size, String sha256, Instant receivedAt) {
        return record(reason, origin, body, HEAD_BYTES, size, sha256, receivedAt);
    }

    private DeadLetter record(
            Reason reason, Origin origin, byte[] body, int most, long size, String sha256, Instant receivedAt) {
        Struct key = new Struct(keySchema).put("sha256", sha256);
        Struct value = new Struct(valueSchema)
                .put("reason", reason.word())
                .put("event_id", storable(origin.eventId()))
                .put("object_type", storable(origin.objectType()))
                .put("metric", storable(origin.metric()))
                .put("body_size", size)
                .put("received_at", Date.from(receivedAt));
        int room = Math.min(most, room(limits.maxBytes(topic) - RecordCheck.estimate(key, value)));
        byte[] kept = body.length <= room ? body : Arrays.copyOf(body, Math.min(HEAD_BYTES, room));
        return new DeadLetter(reason, topic, key, value.put("body", kept), sha256, kept.length);
    }

    /** How many bytes of a body fit into this many bytes of a record: base64 makes four of three. */
    private static int room(long bytes) {
        return (int) Math.max(0, bytes / 4 * 3 - 3);
    }

    private static @Nullable String storable(String text) {
        boolean isShort = !text.isEmpty() && text.length() <= MAX_TEXT_LENGTH;
        // code points pair the surrogates that have a partner
        return isShort && text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                ? text
                : null;
    }
}
