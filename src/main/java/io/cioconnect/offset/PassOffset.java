package io.cioconnect.offset;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The offset of a pass's marker record: when the last complete pass ran, and in what state it left the buckets. Connect stores buckets and
 * marker separately, so after a crash they may come from different passes. The checksums show it.
 *
 * @param startedAt start of the last complete pass, the epoch when there was none
 * @param finishedAt when its marker was sent, the epoch when there was none
 * @param rows rows that the table had after it, as far as the App API told
 * @param changed new and changed rows that it listed, -1 when it is not known
 * @param deleted keys whose delete it wrote, -1 when it is not known
 * @param tracked false when there were too many keys: the pass deleted nothing, and not every key is in the buckets
 * @param columns fingerprint of the table's columns as the pass wrote them, 0 when it is not known
 * @param positions the highest offset written in each partition of the table's topic
 * @param buckets one for each bucket, in order
 */
public record PassOffset(
        Instant startedAt,
        Instant finishedAt,
        long rows,
        long changed,
        long deleted,
        boolean tracked,
        long columns,
        Map<Integer, Long> positions,
        List<Bucket> buckets) {
    private static final int VERSION = 2;
    private static final int WITH_COLUMNS_AND_POSITIONS = 2;
    private static final long NOT_KNOWN = -1; // an earlier build did not store it

    /**
     * One bucket after the pass.
     *
     * @param crc checksum of the bucket's offset
     * @param exact false when hashes in it may be older than what is in the topic
     * @param deferred positions, among its keys in order, of those whose delete is deferred
     */
    public record Bucket(long crc, boolean exact, BitSet deferred) {
        public Bucket {
            deferred = (BitSet) deferred.clone();
        }

        /** A copy. */
        @Override
        public BitSet deferred() {
            return (BitSet) deferred.clone();
        }
    }

    public PassOffset {
        buckets = List.copyOf(buckets);
        positions = Map.copyOf(positions);
        if (buckets.size() != SourcePartition.BUCKETS) {
            throw new IllegalArgumentException("a pass has " + SourcePartition.BUCKETS + " buckets");
        }
    }

    /** Before the first pass. */
    public static PassOffset none() {
        Bucket empty = new Bucket(BucketOffset.EMPTY.crc(), true, new BitSet());
        return new PassOffset(
                Instant.EPOCH,
                Instant.EPOCH,
                0,
                0,
                0,
                true,
                0,
                Map.of(),
                Collections.nCopies(SourcePartition.BUCKETS, empty));
    }

    /** Rows whose delete is deferred. */
    public long deferred() {
        return buckets.stream()
                .mapToLong(bucket -> bucket.deferred.cardinality())
                .sum();
    }

    public Map<String, Object> toMap() {
        var map = new TreeMap<String, Object>();
        byte[] bytes = write(buckets);
        map.put("buckets", Packed.pack(bytes));
        map.put(Fields.CRC, Packed.crc(bytes));
        map.put("changed", changed);
        map.put("columns", columns);
        map.put("deleted", deleted);
        map.put("positions", writePositions(positions));
        map.put("finished_at", finishedAt.toEpochMilli());
        map.put("rows", rows);
        map.put("started_at", startedAt.toEpochMilli());
        map.put("tracked", tracked);
        map.put(Fields.VERSION, VERSION);
        return Collections.unmodifiableMap(map);
    }

    public static PassOffset fromMap(Map<String, ?> map) throws UnreadableOffsetException {
        boolean isFirstForm = Fields.version(map, VERSION) < WITH_COLUMNS_AND_POSITIONS;
        byte[] bytes = Packed.unpack(Fields.text(map, "buckets"));
        Fields.checkCrc(map, bytes);
        boolean tracked = Fields.flag(map, "tracked");
        return new PassOffset(
                Instant.ofEpochMilli(Fields.number(map, "started_at")),
                Instant.ofEpochMilli(Fields.number(map, "finished_at")),
                Fields.number(map, "rows"),
                Fields.number(map, "changed", NOT_KNOWN),
                Fields.number(map, "deleted", NOT_KNOWN),
                tracked,
                isFirstForm ? 0 : Fields.number(map, "columns"),
                isFirstForm ? Map.of() : readPositions(Fields.text(map, "positions")),
                read(bytes, !isFirstForm || tracked));
    }

    private static byte[] write(List<Bucket> buckets) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            for (Bucket bucket : buckets) {
                byte[] deferred = bucket.deferred.toByteArray();
                out.writeInt((int) bucket.crc);
                out.writeBoolean(bucket.exact);
                out.writeInt(deferred.length);
                out.write(deferred);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String writePositions(Map<Integer, Long> positions) {
        return new TreeMap<>(positions)
                .entrySet().stream()
                        .map(position -> position.getKey() + ":" + position.getValue())
                        .collect(Collectors.joining(","));
    }

    private static Map<Integer, Long> readPositions(String text) throws UnreadableOffsetException {
        var positions = new HashMap<Integer, Long>();
        try {
            for (String position : text.isEmpty() ? new String[0] : text.split(",", -1)) {
                int colon = position.indexOf(':');
                positions.put(
                        Integer.valueOf(position.substring(0, Math.max(0, colon))),
                        Long.valueOf(position.substring(colon + 1)));
            }
        } catch (NumberFormatException e) {
            throw new UnreadableOffsetException("positions are written as partition:offset", e);
        }
        return positions;
    }

    /** @param hashesHold false for rows that the first form's passes wrote without remembering them */
    private static List<Bucket> read(byte[] bytes, boolean hashesHold) throws UnreadableOffsetException {
        var in = ByteBuffer.wrap(bytes);
        var buckets = new ArrayList<Bucket>();
        try {
            for (int i = 0; i < SourcePartition.BUCKETS; i++) {
                long stored = Integer.toUnsignedLong(in.getInt());
                long crc = stored == BucketOffsetV1.EMPTY_CRC ? BucketOffset.EMPTY.crc() : stored;
                boolean exact = in.get() != 0 && hashesHold;
                int length = in.getInt();
                if (length < 0 || length > in.remaining()) {
                    throw new UnreadableOffsetException("the list of deferred deletes is longer than its bytes");
                }
                byte[] deferred = new byte[length];
                in.get(deferred);
                buckets.add(new Bucket(crc, exact, BitSet.valueOf(deferred)));
            }
        } catch (BufferUnderflowException e) {
            throw new UnreadableOffsetException("the list of buckets is cut off", e);
        }
        return buckets;
    }
}
