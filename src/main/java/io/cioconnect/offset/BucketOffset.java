package io.cioconnect.offset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The offset of one bucket: the keys believed to be in the topic, each with a hash of its row's content or one of two marks. Kept in
 * its stored form, which is small. Includes the start of the pass that wrote it, so that no two passes write the same offset. Immutable.
 */
public final class BucketOffset {
    /** The hash of a row whose content in the topic is unknown. */
    public static final long UNKNOWN = 0;

    /** The hash of a row whose delete was decided and perhaps written. The row is gone unless the API lists it again. */
    public static final long DELETE_PENDING = 1;

    /** What is known of a bucket that no pass has written. */
    public static final BucketOffset EMPTY = of(Collections.emptySortedMap(), Instant.EPOCH);

    private static final int VERSION = 1;
    private static final int MAX_BYTES = 256 * 1024;
    private static final int BYTES_BESIDE_KEYS = 64;

    private final String keys;
    private final long crc;

    private BucketOffset(String keys, long crc) {
        this.keys = keys;
        this.crc = crc;
    }

    /**
     * These keys, written by one pass.
     *
     * @param pass its start, in milliseconds
     */
    public static BucketOffset of(SortedMap<String, Long> hashes, Instant pass) {
        byte[] bytes = write(hashes, pass);
        return new BucketOffset(Packed.pack(bytes), Packed.crc(bytes));
    }

    /** The keys in order, each with its hash. */
    public SortedMap<String, Long> hashes() {
        try {
            return read(Packed.unpack(keys));
        } catch (UnreadableOffsetException e) {
            throw new IllegalStateException("an offset that was readable no longer is", e);
        }
    }

    /** Checksum of the content: equal for equal keys and hashes written by the same pass. */
    public long crc() {
        return crc;
    }

    /** False when the value is above 256 KiB: Connect would retry such a flush for ever, or fail the task. */
    public boolean fitsIntoAnOffset() {
        return keys.length() + BYTES_BESIDE_KEYS <= MAX_BYTES;
    }

    public Map<String, Object> toMap() {
        var map = new TreeMap<String, Object>();
        map.put(Fields.CRC, crc);
        map.put("keys", keys);
        map.put(Fields.VERSION, VERSION);
        return Collections.unmodifiableMap(map);
    }

    public static BucketOffset fromMap(Map<String, ?> map) throws UnreadableOffsetException {
        Fields.checkVersion(map, VERSION);
        String keys = Fields.text(map, "keys");
        byte[] bytes = Packed.unpack(keys);
        Fields.checkCrc(map, bytes);
        read(bytes);
        return new BucketOffset(keys, Packed.crc(bytes));
    }

    /** The number of keys, the keys, then the hashes, since these cannot be compressed, and the start of the pass, which nobody reads. */
    private static byte[] write(SortedMap<String, Long> hashes, Instant pass) {
        var bytes = new ByteArrayOutputStream(16 * hashes.size() + 4);
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(hashes.size());
            for (String key : hashes.keySet()) {
                byte[] text = key.getBytes(UTF_8);
                out.writeInt(text.length);
                out.write(text);
            }
            for (long hash : hashes.values()) {
                out.writeLong(hash);
            }
            if (!pass.equals(Instant.EPOCH)) {
                out.writeLong(pass.toEpochMilli());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static SortedMap<String, Long> read(byte[] bytes) throws UnreadableOffsetException {
        var in = ByteBuffer.wrap(bytes);
        try {
            int count = in.getInt();
            var keys = new String[checked(count, in)];
            for (int i = 0; i < count; i++) {
                byte[] text = new byte[checked(in.getInt(), in)];
                in.get(text);
                keys[i] = new String(text, UTF_8);
            }
            var hashes = new TreeMap<String, Long>();
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
