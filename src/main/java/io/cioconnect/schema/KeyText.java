package io.cioconnect.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
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

    /** Whether {@link #of} makes this text from some key. */
    public static boolean isOne(String text, Schema schema) {
        try {
            return of(parse(text, schema)).equals(text);
        } catch (IllegalArgumentException notOne) {
            return false;
        }
    }

    /**
     * The common beginning of the keys of all rows that have these values in their leading key columns. Empty when the first value is
     * missing: then it may be any key.
     */
    public static String beginning(ObjectNode values, List<Column> key) {
        List<String> parts = new ArrayList<>();
        for (Column column : key) {
            Optional<Object> value =
                    Optional.<JsonNode>ofNullable(values.get(column.name())).flatMap(column.type()::convert);
            if (value.isEmpty()) {
                break;
            }
            parts.add(key.size() == 1 ? plain(value.get()) : escaped(value.get()));
        }
        return String.join(SEPARATOR, parts);
    }

    /** All beginnings of a key of several columns that end with a column, the longest last. */
    public static List<String> beginningsOf(String text) {
        List<String> beginnings = new ArrayList<>();
        for (int end = text.indexOf(SEPARATOR); end >= 0; end = text.indexOf(SEPARATOR, end + 1)) {
            beginnings.add(text.substring(0, end));
        }
        beginnings.add(text);
        return beginnings;
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
