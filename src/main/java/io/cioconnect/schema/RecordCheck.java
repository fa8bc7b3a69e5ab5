package io.cioconnect.schema;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;

/** Finds, before a record is handed over, what a converter or the producer would refuse, because that would kill the task. */
public final class RecordCheck {
    /** Largest size by estimate, in bytes, of key and value after conversion to JSON with schemas. */
    public static final int MAX_BYTES = 900 * 1024;

    /** Longest text in a primary key, in bytes. An index entry of PostgreSQL holds about 2,700, and a longer one stops its sink. */
    private static final int MAX_KEY_BYTES = 1024;

    // {"schema":{"type":"struct","fields":[...],"optional":false,"name":"..."},"payload":{...}}
    private static final int ENVELOPE = 80;
    // {"type":"boolean","optional":false,"field":"..."}, in the schema, and "...":null, in the payload
    private static final int FIELD = 48 + 8;
    // ,"name":"...","version":1 of a schema that has a name
    private static final int SCHEMA_NAME = 24;
    private static final int NUMBER = 20; // Long.MIN_VALUE

    private static final byte[] ASCII_BYTES = asciiBytes(); // every character of every row is looked up

    private RecordCheck() {}

    /**
     * Throws with the reason when the estimated size is above the limit, a text holds a lone surrogate, a time lies outside the years 1
     * to 9999, or a text of the key is longer than an index takes. The reason names columns, never their content.
     */
    public static void check(Struct key, Struct value, int maxBytes) throws RowException {
        long bytes = keyBytes(key) + bytes(value);
        if (bytes > maxBytes) {
            throw new RowException(
                    RowException.Kind.TOO_LARGE,
                    "about " + bytes + " bytes as a record, above the limit of " + maxBytes);
        }
    }

    /** Estimated size of a record that passed the check; 0 of one that did not. */
    public static long estimate(Struct key, Struct value) {
        try {
            return bytes(key) + bytes(value);
        } catch (RowException neverHandedOver) {
            return 0;
        }
    }

    /** The same for a key alone. */
    public static void checkKey(Struct key) throws RowException {
        long unused = keyBytes(key);
    }

    private static long keyBytes(Struct key) throws RowException {
        long bytes = bytes(key);
        for (Field field : key.schema().fields()) {
            if (key.get(field) instanceof String text && isLongerThan(MAX_KEY_BYTES, text)) {
                throw new RowException(
                        RowException.Kind.UNSTORABLE,
                        "more than " + MAX_KEY_BYTES + " bytes in the primary key's column \"" + field.name() + "\"");
            }
        }
        return bytes;
    }

    private static boolean isLongerThan(int bytes, String text) {
        // each character takes at least one byte, and at most three
        return text.length() > bytes
                || (text.length() > bytes / 3 && text.getBytes(StandardCharsets.UTF_8).length > bytes);
    }

    /** Estimates, without writing, how many bytes JsonConverter writes with schemas. Rather too many than too few. */
    static long bytes(Struct struct) throws RowException {
        long bytes = (long) ENVELOPE + struct.schema().name().length();
        for (Field field : struct.schema().fields()) {
            bytes += FIELD + 2L * field.name().length() + schemaName(field.schema()) + valueBytes(struct, field);
        }
        return bytes;
    }

    private static int schemaName(Schema schema) {
        return schema.name() == null ? 0 : SCHEMA_NAME + schema.name().length();
    }

    private static long valueBytes(Struct struct, Field field) throws RowException {
        Object value = struct.get(field);
        if (value instanceof String text) {
            return textBytes(text, field);
        }
        if (value instanceof byte[] bytes) {
            return base64(bytes.length);
        }
        if (value instanceof ByteBuffer bytes) {
            return base64(bytes.remaining());
        }
        if (value instanceof Date time && !ColumnType.isCalendarTime(Timestamp.fromLogical(field.schema(), time))) {
            throw new RowException(
                    RowException.Kind.UNSTORABLE,
                    "a time outside the years 1 to 9999 in column \"" + field.name() + "\"");
        }
        return value == null ? 0 : NUMBER;
    }

    private static long base64(long length) {
        return (length + 2) / 3 * 4 + 2;
    }

    private static long textBytes(String text, Field field) throws RowException {
        long bytes = 2;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c < 0x80) {
                bytes += ASCII_BYTES[c];
            } else if (c < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(c)) {
                bytes += 3;
            } else if (Character.isHighSurrogate(c)
                    && at + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(at + 1))) {
                bytes += 12; // Jackson writes each half as an escape
                at++;
            } else {
                throw new RowException(
                        RowException.Kind.UNSTORABLE,
                        "an unpaired surrogate in the text of column \"" + field.name() + "\"");
            }
        }
        return bytes;
    }

    private static byte[] asciiBytes() {
        byte[] bytes = new byte[0x80];
        for (int c = 0; c < bytes.length; c++) {
            bytes[c] = (byte) asciiBytes((char) c);
        }
        return bytes;
    }

    private static int asciiBytes(char c) {
        if (c >= 0x20) {
            return c == '"' || c == '\\' ? 2 : 1;
        }
        // else a backslash, u and four hex digits
        return c == '\b' || c == '\t' || c == '\n' || c == '\f' || c == '\r' ? 2 : 6;
    }
}
