package io.cioconnect.refresh;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Date;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * A row's value as bytes for the spool, and back: for each column whether it is null, and else its content. Both ends are the same pass
 * of the same task, so the form may change at any time. One thread.
 */
@SuppressWarnings("JavaUtilDate") // what Connect's Timestamp is made of
final class RowCodec {
    private static final byte NULL = 0;
    private static final byte VALUE = 1;

    private final Schema schema;
    private ByteBuffer out = ByteBuffer.allocate(4096);

    RowCodec(Schema schema) {
        this.schema = schema;
    }

    /** The bytes are good until the next call. */
    ByteBuffer write(Struct value) {
        out.clear();
        for (Field field : schema.fields()) {
            Object content = value.get(field);
            room(1 + Long.BYTES).put(content == null ? NULL : VALUE);
            if (content instanceof String text) {
                byte[] utf8 = text.getBytes(UTF_8);
                room(Integer.BYTES + utf8.length).putInt(utf8.length).put(utf8);
            } else if (content instanceof Long number) {
                out.putLong(number);
            } else if (content instanceof Date time) {
                out.putLong(time.getTime());
            } else if (content instanceof Boolean flag) {
                out.put(flag ? VALUE : NULL);
            } else if (content != null) {
                throw new IllegalArgumentException(
                        "a column of " + field.schema().type());
            }
        }
        return out.flip();
    }

    /** @param in bytes that lie in an array */
    Struct read(ByteBuffer in) {
        var value = new Struct(schema);
        for (Field field : schema.fields()) {
            if (in.get() == VALUE) {
                value.put(field, content(field.schema(), in));
            }
        }
        return value;
    }

    private static Object content(Schema column, ByteBuffer in) {
        return switch (column.type()) {
            case STRING -> text(in);
            case INT64 -> column.name() == null ? (Object) in.getLong() : new Date(in.getLong());
            case BOOLEAN -> in.get() == VALUE;
            default -> throw new IllegalArgumentException("a column of " + column.type());
        };
    }

    private static String text(ByteBuffer in) {
        int length = in.getInt();
        String text = new String(in.array(), in.arrayOffset() + in.position(), length, UTF_8);
        in.position(in.position() + length);
        return text;
    }

    private ByteBuffer room(int bytes) {
        if (out.remaining() < bytes) {
            out = ByteBuffer.allocate(Math.max(2 * out.capacity(), out.position() + bytes))
                    .put(out.flip());
        }
        return out;
    }
}
