package io.cioconnect.offset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * Names one stored offset of a table that is read by full refresh. A table has 64 buckets, each with the keys whose hash falls into it, and one partition for
 * the pass as a whole. What is stored says what is in a topic, so the topic is part of the name and the API's host is not: the same list
 * may be read from another region or through a gateway, and another prefix starts afresh.
 *
 * @param bucket {@code 00} to {@code 63}, or {@code pass}
 */
public record SourcePartition(String bucket, String table, String topic) {
    public static final int BUCKETS = 64;
    private static final String PASS = "pass";
    private static final String API = "api";

    /** Which bucket a key belongs to. This function must never change, because it locates the stored buckets. */
    public static int bucketOf(String key) {
        return (int) (Packed.crc(key.getBytes(UTF_8)) % BUCKETS);
    }

    public static SourcePartition ofBucket(int bucket, String table, String topic) {
        return new SourcePartition(bucket < 10 ? "0" + bucket : Integer.toString(bucket), table, topic);
    }

    public static SourcePartition ofPass(String table, String topic) {
        return new SourcePartition(PASS, table, topic);
    }

    /** The partition under which the records of a path's deliveries travel. What Connect stores for it is never read. */
    public static Map<String, String> receiver(String path) {
        return Map.of("receiver", path);
    }

    /**
     * Connect finds an offset by the bytes of its partition as JSON, so the order of the fields matters. It has to be a HashMap's order,
     * because the REST API for offsets reads every partition into a HashMap.
     */
    public Map<String, String> toMap() {
        return Collections.unmodifiableMap(fields());
    }

    /**
     * The name under which development versions stored the same offset, when the API's host was still part of it.
     *
     * @param api host of the App API
     */
    Map<String, String> withHost(String api) {
        Map<String, String> map = fields();
        map.put(API, api);
        return Collections.unmodifiableMap(map);
    }

    private Map<String, String> fields() {
        var map = new HashMap<String, String>();
        map.put("bucket", bucket);
        map.put("table", table);
        map.put("topic", topic);
        return map;
    }

    /** Also reads the older form, which names the API's host. */
    public static SourcePartition fromMap(Map<String, ?> map) throws UnreadableOffsetException {
        var partition = new SourcePartition(
                Fields.ofPartition(map, "bucket"), Fields.ofPartition(map, "table"), Fields.ofPartition(map, "topic"));
        boolean namesHost =
                map.containsKey(API) && !Fields.ofPartition(map, API).isEmpty();
        if (map.size() != (namesHost ? 4 : 3)) {
            throw new UnreadableOffsetException(
                    "a partition has the fields bucket, table and topic, not " + map.keySet());
        }
        if (!partition.isPass() && !partition.bucket.matches("[0-5][0-9]|6[0-3]")) {
            throw new UnreadableOffsetException("bucket must be 00 to 63 or pass, not " + partition.bucket);
        }
        return partition;
    }

    boolean isPass() {
        return bucket.equals(PASS);
    }
}
