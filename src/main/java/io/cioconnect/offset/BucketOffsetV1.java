package io.cioconnect.offset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** The first form of a bucket's keys, which is still read: their number, the keys in order as texts, then the hashes. */
final class BucketOffsetV1 {
    static final long VERSION = 1;

    /** The checksum of a bucket without keys. */
    static final long EMPTY_CRC = Packed.crc(new byte[Integer.BYTES]);

    private BucketOffsetV1() {}

    static Map<String, Long> read(byte[] bytes) throws UnreadableOffsetException {
        var in = ByteBuffer.wrap(bytes);
        try {
            int count = in.getInt();
            var keys = new String[checked(count, in)];
            for (int i = 0; i < count; i++) {
                byte[] text = new byte[checked(in.getInt(), in)];
                in.get(text);
                keys[i] = new String(text, UTF_8);
            }
            var hashes = new LinkedHashMap<String, Long>();
            for (String key : keys) {
                hashes.put(key, in.getLong());
            }
            return hashes;
        } catch (BufferUnderflowException e) {
            throw new UnreadableOffsetException("the list of keys is cut off", e);
        }
    }

    private static int checked(int count, ByteBuffer in) throws UnreadableOffsetException {
        if (count < 0 || count > in.remaining()) {
            throw new UnreadableOffsetException("the list of keys is longer than its bytes");
        }
        return count;
    }
}
