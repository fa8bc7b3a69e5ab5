package io.cioconnect.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;

/** What a column holds, and how a JSON value becomes it. */
@SuppressWarnings("ImmutableEnumChecker") // a Connect schema that is built never changes
public enum ColumnType {
    /** Whole numbers within 64 bits, also spelled {@code 1.0}, {@code 1e3} or as text. */
    INT64(Schema.INT64_SCHEMA, Schema.OPTIONAL_INT64_SCHEMA) {
        @Override
        Optional<Object> convert(JsonNode value) {
            return wholeNumber(value).map(Object.class::cast);
        }
    },

    BOOLEAN(Schema.BOOLEAN_SCHEMA, Schema.OPTIONAL_BOOLEAN_SCHEMA) {
        @Override
        Optional<Object> convert(JsonNode value) {
            return value.isBoolean() ? Optional.of(value.booleanValue()) : Optional.empty();
        }
    },

    /** Text; numbers and booleans by their JSON spelling. */
    STRING(Schema.STRING_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA) {
        @Override
        Optional<Object> convert(JsonNode value) {
            return value.isContainerNode() ? Optional.empty() : Optional.of(value.asText());
        }
    },

    /** Unix seconds in JSON, to the millisecond; Connect's Timestamp in the record; 0 is null; years 1 to 9999. */
    TIMESTAMP(Timestamp.SCHEMA, Timestamp.builder().optional().build()) {
        @Override
        Optional<Object> convert(JsonNode value) {
            return number(value)
                    .flatMap(seconds -> seconds.toLong(MILLIS))
                    .filter(ColumnType::isCalendarTime)
                    .map(Date::new);
        }

        @Override
        boolean isNull(JsonNode value) {
            return value.isNull() || wholeNumber(value).equals(Optional.of(0L));
        }
    },

    /**
     * Nested objects and arrays as JSON text with the schema name {@code io.debezium.data.Json}. Text that is itself a JSON object or array
     * stays as it is; any other value becomes its JSON text.
     */
    JSON(json().build(), json().optional().build()) {
        @Override
        Optional<Object> convert(JsonNode value) {
            return Optional.of(
                    value.isTextual() && holdsJson(value.textValue()) ? value.textValue() : Json.write(value));
        }
    };

    private static final int MILLIS = 3; // digits of a second's fraction
    private static final long FIRST_MILLISECOND =
            Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
    private static final long LAST_MILLISECOND =
            Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    private final Schema required;
    private final Schema optional;

    ColumnType(Schema required, Schema optional) {
        this.required = required;
        this.optional = optional;
    }

    /** The Connect schema of a column of this type that may be null. */
    public Schema optionalSchema() {
        return optional;
    }

    /** The Connect schema of a column of this type in a primary key. */
    public Schema requiredSchema() {
        return required;
    }

    /** The number that a column of whole numbers makes of this value; empty when it cannot without loss. */
    public static Optional<Long> wholeNumber(JsonNode value) {
        return number(value).flatMap(JsonNumber::toLong);
    }

    /** The Unix seconds that a column of times makes of this value, without their fraction; empty when it cannot without loss. */
    public static Optional<Long> wholeSeconds(JsonNode value) {
        return number(value).flatMap(seconds -> seconds.toLong(MILLIS)).map(millis -> Math.floorDiv(millis, 1_000L));
    }

    /** This value in the type of Connect's schema; empty when the conversion would lose something. */
    abstract Optional<Object> convert(JsonNode value);

    /** Whether the value says that there is none, so that the column is null and nothing is lost. */
    boolean isNull(JsonNode value) {
        return value.isNull();
    }

    /** Whether every warehouse has this time: milliseconds since 1970 within the years 1 to 9999. */
    static boolean isCalendarTime(long milliseconds) {
        return milliseconds >= FIRST_MILLISECOND && milliseconds <= LAST_MILLISECOND;
    }

    private static Optional<JsonNumber> number(JsonNode value) {
        if (value instanceof JsonNumber number) {
            return Optional.of(number);
        }
        return value.isTextual() || value.isNumber() ? JsonNumber.of(value.asText()) : Optional.empty();
    }

    private static boolean holdsJson(String text) {
        String start = text.stripLeading();
        if (!start.startsWith("{") && !start.startsWith("[")) {
            return false;
        }
        try {
            Json.parse(text);
            return true;
        } catch (IOException notJson) { // ordinary text that begins with a bracket
            return false;
        }
    }

    private static SchemaBuilder json() {
        return SchemaBuilder.string().name("io.debezium.data.Json");
    }
}
