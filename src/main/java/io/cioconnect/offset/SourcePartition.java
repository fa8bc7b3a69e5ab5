package io.cioconnect.offset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Names one stored offset of a list table. A table has 64 buckets, each with the keys whose hash falls into it, and one partition for
 * the pass as a whole. Host and topic are part of the name, so that another workspace's host or another prefix starts afresh.
 *
 * @param api host of the App API
 * @param bucket {@code 00} to {@code 63}, or {@code pass}
 */
public record SourcePartition(String api, String bucket, String table, String topic) {
    public static final int BUCKETS = 64;
    private static final String PASS = "pass";

    /** Which bucket a key belongs to. Never to be changed: stored buckets are found by it. */
    public static int bucketOf(String key) {
        var crc = new CRC32();
        crc.update(key.getBytes(UTF_8));
        return (int) (crc.getValue() % BUCKETS);
    }

    public static SourcePartition ofBucket(int bucket, String api, String table, String topic) {
        return new SourcePartition(api, bucket < 10 ? "0" + bucket : Integer.toString(bucket), table, topic);
    }

    public static SourcePartition ofPass(String api, String table, String topic) {
        return new SourcePartition(api, PASS, table, topic);
    }

    /** The constant partition under which webhook records travel; nothing is stored for them. */
    public static Map<String, String> receiver(String path) {
        return Map.of("receiver", path);
    }

    /**
     * Connect finds an offset by the bytes of its partition as JSON, so the order of the fields counts. It has to be a HashMap's: that is
     * what the REST API for offsets makes of a partition it read or was sent.
     */
    public Map<String, String> toMap() {
        var map = new HashMap<String, String>();
        map.put("api", api);
        map.put("bucket", bucket);
        map.put("table", table);
        map.put("topic", topic);
        return Collections.unmodifiableMap(map);
    }

    public static SourcePartition fromMap(Map<String, ?> map) throws UnreadableOffsetException {
        var partition =
                new SourcePartition(text(map, "api"), text(map, "bucket"), text(map, "table"), text(map, "topic"));
        if (map.size() != 4) {
            throw new UnreadableOffsetException(
                    "a partition has the fields api, bucket, table and topic, not " + map.keySet());
        }
        if (!partition.isPass() && !partition.bucket.matches("[0-5][0-9]|6[0-3]")) {
            throw new UnreadableOffsetException("bucket must be 00 to 63 or pass, not " + partition.bucket);
        }
        return partition;
    }

    boolean isPass() {
        return bucket.equals(PASS);
    }

    private static String text(Map<String, ?> map, String field) throws UnreadableOffsetException {
        if (map.get(field) instanceof String text && !text.isBlank()) {
            return text;
        }
        throw new UnreadableOffsetException("a partition needs the text field " + field);
    }
}
