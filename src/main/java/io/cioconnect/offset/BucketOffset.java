package io.cioconnect.offset;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The offset of one bucket: the keys believed to be in the topic, each with a hash of its row's content or one of three marks. Kept in
 * its stored form, which is small. Knows when the pass began that wrote it, so that no two passes write the same. Immutable.
 */
public final class BucketOffset {
    /** The hash of a row whose content in the topic is unknown. */
    public static final long UNKNOWN = 0;

    /** The hash of a row whose delete was decided and perhaps written. The row is gone unless the API lists it again. */
    public static final long DELETE_PENDING = 1;

    /** The hash of a row whose delete one complete pass wrote; the next one writes it again and then forgets the key. */
    public static final long DELETED = 2;

    /** What is known of a bucket that no pass has written. */
    public static final BucketOffset EMPTY = of(Map.of(), Instant.EPOCH);

    private static final int VERSION = 2;

    /** Far below the 1 MiB that brokers and producers take: Connect would retry such a flush for ever, or fail the task. */
    private static final int MAX_BYTES = 700 * 1024;

    private static final int BYTES_BESIDE_KEYS = 96;
    private static final String KEYS = "keys";
    private static final String HASHES = "hashes";

    private final long version;
    private final String keys;
    private final String hashes;
    private final long crc;
    private final int size;

    private BucketOffset(long version, String keys, String hashes, long crc, int size) {
        this.version = version;
        this.keys = keys;
        this.hashes = hashes;
        this.crc = crc;
        this.size = size;
    }

    /**
     * These keys, written by one pass.
     *
     * @param pass its start
     */
    public static BucketOffset of(Map<String, Long> hashes, Instant pass) {
        PackedKeys packed = PackedKeys.of(hashes, pass);
        return new BucketOffset(
                VERSION,
                Packed.pack(packed.keys()),
                Base64.getEncoder().encodeToString(packed.hashes()),
                packed.crc(),
                hashes.size());
    }

    /**
     * As many of these keys as fit into an offset, the first ones first. Where it gets tight, hashes are left out before keys are: a row
     * whose content is not known is only written once more.
     */
    public static BucketOffset fitting(Map<String, Long> hashes, Instant pass) {
        BucketOffset all = of(hashes, pass);
        if (all.fitsIntoAnOffset()) {
            return all;
        }
        List<String> order = new ArrayList<>(hashes.keySet());
        int count = order.size();
        while (true) {
            BucketOffset some = withoutContents(order.subList(0, count), hashes, pass);
            if (some.fitsIntoAnOffset()) {
                return some;
            }
            count = Math.min(count - 1, (int) (0.98 * count * MAX_BYTES / some.bytes()));
        }
    }

    private static BucketOffset withoutContents(List<String> keys, Map<String, Long> hashes, Instant pass) {
        Map<String, Long> marks = new HashMap<>();
        for (String key : keys) {
            marks.put(key, hashes.getOrDefault(key, UNKNOWN));
        }
        marks.replaceAll((key, hash) -> hash == DELETE_PENDING || hash == DELETED ? hash : UNKNOWN);
        return of(marks, pass);
    }

    /** Each key with its hash, in the order that positions count. */
    public Map<String, Long> hashes() {
        try {
            return Collections.unmodifiableMap(read(version, keys, hashes));
        } catch (UnreadableOffsetException e) {
            throw new IllegalStateException("an offset that was readable is not readable any more", e);
        }
    }

    /** The number of keys. */
    public int size() {
        return size;
    }

    /** Checksum of the content: equal for equal keys and hashes written by the same pass. */
    public long crc() {
        return crc;
    }

    /** False when the value is above 700 KiB. */
    public boolean fitsIntoAnOffset() {
        return bytes() <= MAX_BYTES;
    }

    private int bytes() {
        return keys.length() + hashes.length() + BYTES_BESIDE_KEYS;
    }

    public Map<String, Object> toMap() {
        var map = new TreeMap<String, Object>();
        map.put(Fields.CRC, crc);
        map.put(KEYS, keys);
        map.put(Fields.VERSION, version);
        if (version > BucketOffsetV1.VERSION) {
            map.put(HASHES, hashes);
        }
        return Collections.unmodifiableMap(map);
    }

    public static BucketOffset fromMap(Map<String, ?> map) throws UnreadableOffsetException {
        long version = Fields.version(map, VERSION);
        String keys = Fields.text(map, KEYS);
        String hashes = version == BucketOffsetV1.VERSION ? "" : Fields.text(map, HASHES);
        long crc = Fields.number(map, Fields.CRC);
        var offset = new BucketOffset(
                version, keys, hashes, crc, read(version, keys, hashes).size());
        if (crc != offset.contentCrc()) {
            throw new UnreadableOffsetException("checksum does not fit the content");
        }
        return offset;
    }

    private long contentCrc() throws UnreadableOffsetException {
        byte[] bytes = Packed.unpack(keys);
        return version == BucketOffsetV1.VERSION ? Packed.crc(bytes) : new PackedKeys(bytes, raw(hashes)).crc();
    }

    private static Map<String, Long> read(long version, String keys, String hashes) throws UnreadableOffsetException {
        byte[] bytes = Packed.unpack(keys);
        return version == BucketOffsetV1.VERSION
                ? BucketOffsetV1.read(bytes)
                : new PackedKeys(bytes, raw(hashes)).unpack();
    }

    private static byte[] raw(String base64) throws UnreadableOffsetException {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new UnreadableOffsetException("the text was not packed by this connector", e);
        }
    }
}
