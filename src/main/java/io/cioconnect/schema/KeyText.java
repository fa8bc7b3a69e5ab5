package io.cioconnect.schema;

import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;

/**
 * A primary key as the text by which its row is remembered. A key of one column is its value as it is. Of several columns the values are
 * joined by slashes, in which a text has {@code %2F} for a slash and {@code %25} for a percent sign, and a time is its milliseconds.
 * This form must never change, because stored keys have it.
 */
public final class KeyText {
    private static final String SEPARATOR = "/";

    private KeyText() {}

    public static String of(Struct key) {
        List<Field> fields = key.schema().fields();
        return fields.size() == 1
                ? plain(key.get(fields.get(0)))
                : fields.stream().map(field -> escaped(key.get(field))).collect(Collectors.joining(SEPARATOR));
    }

    /** The key that {@link #of} made the text of. */
    public static Struct parse(String text, Schema schema) {
        List<Field> fields = schema.fields();
        var key = new Struct(schema);
        if (fields.size() == 1) {
            return key.put(fields.get(0), value(text, fields.get(0).schema()));
        }
        String[] parts = text.split(SEPARATOR, -1);
        if (parts.length != fields.size()) {
            throw new IllegalArgumentException(
                    "a key of " + fields.size() + " columns has not " + parts.length + " parts");
        }
        for (int i = 0; i < parts.length; i++) {
            key.put(fields.get(i), value(unescaped(parts[i]), fields.get(i).schema()));
        }
        return key;
    }

    /** The first column's part of a key of several columns. */
    public static String first(String text) {
        int end = text.indexOf(SEPARATOR);
        return end < 0 ? text : text.substring(0, end);
    }

    private static String plain(Object value) {
        return value instanceof Date time
                ? Long.toString(Timestamp.fromLogical(Timestamp.SCHEMA, time))
                : value.toString();
    }

    private static String escaped(Object value) {
        return plain(value).replace("%", "%25").replace(SEPARATOR, "%2F");
    }

    private static String unescaped(String part) {
        return part.replace("%2F", SEPARATOR).replace("%25", "%");
    }

    private static Object value(String text, Schema schema) {
        if (Timestamp.LOGICAL_NAME.equals(schema.name())) {
            return Timestamp.toLogical(Timestamp.SCHEMA, Long.parseLong(text));
        }
        return schema.type() == Schema.Type.INT64 ? (Object) Long.valueOf(text) : text;
    }
}
