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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The offset of a pass's marker record: when the last complete pass ran, and in what state it left the buckets. Connect stores buckets and
 * marker separately, so after a crash they may come from different passes. The checksums show it.
 *
 * @param startedAt start of the last complete pass, the epoch when there was none
 * @param finishedAt when its marker was sent, the epoch when there was none
 * @param rows rows it listed
 * @param tracked false when rows whose keys are not in the buckets were written since then
 * @param buckets one for each bucket, in order
 */
public record PassOffset(Instant startedAt, Instant finishedAt, long rows, boolean tracked, List<Bucket> buckets) {
    private static final int VERSION = 1;

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

        /** The caller must not change it. */
        @Override
        public BitSet deferred() {
            return (BitSet) deferred.clone();
        }
    }

    public PassOffset {
        buckets = List.copyOf(buckets);
        if (buckets.size() != SourcePartition.BUCKETS) {
            throw new IllegalArgumentException("a pass has " + SourcePartition.BUCKETS + " buckets");
        }
    }

    /** Before the first pass. */
    public static PassOffset none() {
        Bucket empty = new Bucket(BucketOffset.EMPTY.crc(), true, new BitSet());
        return new PassOffset(
                Instant.EPOCH, Instant.EPOCH, 0, true, Collections.nCopies(SourcePartition.BUCKETS, empty));
    }

    /** The same last pass, when rows that are not in the buckets were written since then. */
    public PassOffset untracked() {
        return new PassOffset(startedAt, finishedAt, rows, false, buckets);
    }

    public Map<String, Object> toMap() {
        var map = new TreeMap<String, Object>();
        byte[] bytes = write(buckets);
        map.put("buckets", Packed.pack(bytes));
        map.put(Fields.CRC, Packed.crc(bytes));
        map.put("finished_at", finishedAt.toEpochMilli());
        map.put("rows", rows);
        map.put("started_at", startedAt.toEpochMilli());
        map.put("tracked", tracked);
        map.put(Fields.VERSION, VERSION);
        return Collections.unmodifiableMap(map);
    }

    public static PassOffset fromMap(Map<String, ?> map) throws UnreadableOffsetException {
        Fields.checkVersion(map, VERSION);
        byte[] bytes = Packed.unpack(Fields.text(map, "buckets"));
        Fields.checkCrc(map, bytes);
        return new PassOffset(
                Instant.ofEpochMilli(Fields.number(map, "started_at")),
                Instant.ofEpochMilli(Fields.number(map, "finished_at")),
                Fields.number(map, "rows"),
                Fields.flag(map, "tracked"),
                read(bytes));
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

    private static List<Bucket> read(byte[] bytes) throws UnreadableOffsetException {
        var in = ByteBuffer.wrap(bytes);
        var buckets = new ArrayList<Bucket>();
        try {
            for (int i = 0; i < SourcePartition.BUCKETS; i++) {
                long crc = Integer.toUnsignedLong(in.getInt());
                boolean exact = in.get() != 0;
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
