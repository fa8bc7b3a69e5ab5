package io.cioconnect.refresh;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.offset.SourcePartition;
import io.cioconnect.record.DeadLetters;
import io.cioconnect.schema.Json;
import io.cioconnect.schema.KeyText;
import io.cioconnect.schema.RecordCheck;
import io.cioconnect.schema.RejectedRow;
import io.cioconnect.schema.RowException;
import io.cioconnect.sync.PassFailedException;
import io.cioconnect.sync.RowConverter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;

/**
 * The rows of a pass as the API listed them, ready to become records, by bucket. Of several rows with one key the last counts. What is
 * in memory does not grow with the list. One thread.
 */
final class Listing implements PageSink, AutoCloseable {
    /** Small passes never touch the disk. */
    private static final int MAX_BYTES_IN_MEMORY = 4 << 20;

    // For each bucket a lane for its rows and one for what is read of them before they are written, and a lane for
    // the rejected rows.
    private static final int HEADS = SourcePartition.BUCKETS;
    private static final int REJECTED = 2 * SourcePartition.BUCKETS;
    private static final int LANES = REJECTED + 1;

    /** Length of key, hash, storable or not, length of row. */
    private static final int HEAD = Integer.BYTES + Long.BYTES + 1 + Integer.BYTES;

    private static final ByteBuffer NO_ROW = ByteBuffer.allocate(0);

    private final RowConverter rows;
    private final RowCodec codec;
    private final Instant start;
    private final int maxRowBytes;
    private final RowSpool spool;
    private Counts page;
    private Counts complete;
    private final long[] pageStart = new long[LANES];
    private Counts marked;
    private final long[] mark = new long[LANES];
    private String firstRejected = "";

    /** Rows read, rows rejected, and rows rejected whose key is not known. */
    private record Counts(long listed, int rejected, int withoutKey) {}

    /** @param maxRowBytes estimated size of the largest row that its topic takes */
    Listing(RowConverter rows, Instant start, int maxRowBytes) {
        this(rows, start, maxRowBytes, Path.of(System.getProperty("java.io.tmpdir")));
    }

    Listing(RowConverter rows, Instant start, int maxRowBytes, Path directory) {
        this.maxRowBytes = maxRowBytes;
        this.rows = rows;
        this.codec = new RowCodec(rows.valueSchema());
        this.start = start;
        this.spool = new RowSpool(LANES, MAX_BYTES_IN_MEMORY, new SpoolFile(directory));
        this.complete = new Counts(0, 0, 0);
        this.page = complete;
        this.marked = complete;
    }

    @Override
    public void beginPage() throws IOException {
        page = complete;
        if (complete.rejected == 0) {
            firstRejected = ""; // of a page that broke off
        }
        for (int lane = 0; lane < LANES; lane++) {
            spool.truncate(lane, pageStart[lane]);
        }
        spool.compact();
    }

    @Override
    public void row(ObjectNode row) throws IOException {
        page = new Counts(page.listed + 1, page.rejected, page.withoutKey);
        Struct key;
        Struct value;
        try {
            value = rows.value(row, start);
            key = keyOf(value);
        } catch (RowException e) {
            reject(row, e, "");
            return;
        }
        try {
            RecordCheck.check(key, value, maxRowBytes);
            append(KeyText.of(key), ContentHash.of(row), true, codec.write(value));
        } catch (RowException e) {
            rejectWithKey(row, e, KeyText.of(key));
        }
    }

    @Override
    public void rejected(RejectedRow row) throws IOException {
        page = new Counts(page.listed + 1, page.rejected, page.withoutKey);
        if (row.value() instanceof ObjectNode beginning) {
            try {
                rejectWithKey(beginning, row.why(), KeyText.of(keyOf(rows.value(keyAlone(beginning), start))));
            } catch (RowException e) {
                reject(beginning, e, "");
            }
        } else {
            reject(row.value(), row.why(), "");
        }
    }

    /** The page is complete; its rows stay. */
    @Override
    public void endPage() {
        complete = page;
        for (int lane = 0; lane < LANES; lane++) {
            pageStart[lane] = spool.end(lane);
        }
    }

    @Override
    public void mark() {
        marked = complete;
        System.arraycopy(pageStart, 0, mark, 0, LANES);
    }

    @Override
    public void reset() throws IOException {
        complete = marked;
        System.arraycopy(mark, 0, pageStart, 0, LANES);
        beginPage();
    }

    /** Rows read, also those with a key that came before. */
    long size() {
        return complete.listed;
    }

    /** Rows that cannot become records. */
    int rejected() {
        return complete.rejected;
    }

    /** The first of them and what is wrong with it, for the log; empty when there is none. */
    String firstRejected() {
        return firstRejected;
    }

    /** True when a row was listed of which it cannot be told whether it is one of the known ones. */
    boolean hasUnknownKeys() {
        return complete.withoutKey > 0;
    }

    boolean isEmpty(int bucket) {
        return spool.end(HEADS + bucket) == 0;
    }

    /** Reads the keys of a bucket and where their rows are, in the order of these. */
    Map<String, RowRef> bucket(int bucket) throws IOException {
        Map<String, RowRef> listed = new LinkedHashMap<>();
        int lane = HEADS + bucket;
        long end = spool.end(lane);
        long position = 0;
        for (long at = 0; at < end; ) {
            ByteBuffer head = spool.read(lane, at, HEAD);
            int keyLength = head.getInt();
            long hash = head.getLong();
            boolean isStorable = head.get() != 0;
            int length = head.getInt();
            String key = UTF_8.decode(spool.read(lane, at + HEAD, keyLength)).toString();
            at += HEAD + keyLength;
            listed.remove(key); // the last counts, and its place does
            listed.put(key, new RowRef(position, length, hash, isStorable));
            position += length;
        }
        return listed;
    }

    Struct read(int bucket, RowRef row) throws IOException {
        return codec.read(spool.read(bucket, row.position(), row.length()));
    }

    /** Hands out the rejected rows in order. */
    void eachRejected(RejectedRows rejected) throws IOException, InterruptedException, PassFailedException {
        long end = spool.end(REJECTED);
        for (long at = 0; at < end; ) {
            ByteBuffer head = spool.read(REJECTED, at, 2 * Integer.BYTES);
            int reasonLength = head.getInt();
            byte[] json = new byte[head.getInt()];
            at += 2 * Integer.BYTES;
            String reason = UTF_8.decode(spool.read(REJECTED, at, reasonLength)).toString();
            at += reasonLength;
            spool.read(REJECTED, at, json.length).get(json);
            at += json.length;
            rejected.take(DeadLetters.Reason.valueOf(reason), json);
        }
    }

    /** Takes rejected rows as the API listed them. */
    interface RejectedRows {
        void take(DeadLetters.Reason reason, byte[] json) throws InterruptedException, PassFailedException;
    }

    @Override
    public void close() throws IOException {
        spool.close();
    }

    private Struct keyOf(Struct value) throws RowException {
        Struct key = rows.keyOf(value);
        RecordCheck.checkKey(key);
        return key;
    }

    private ObjectNode keyAlone(ObjectNode row) {
        ObjectNode key = row.objectNode();
        rows.table().key().forEach(column -> key.set(column.name(), row.get(column.name())));
        return key;
    }

    private void append(String key, long hash, boolean isStorable, ByteBuffer row) throws IOException {
        byte[] text = key.getBytes(UTF_8);
        ByteBuffer head = ByteBuffer.allocate(HEAD + text.length);
        head.putInt(text.length).putLong(hash).put((byte) (isStorable ? 1 : 0)).putInt(row.remaining());
        head.put(text);
        int bucket = SourcePartition.bucketOf(key);
        spool.append(HEADS + bucket, head.flip());
        spool.append(bucket, row);
    }

    /** It counts as listed. */
    private void rejectWithKey(JsonNode row, RowException why, String key) throws IOException {
        append(key, 0, false, NO_ROW);
        reject(row, why, key);
    }

    /** @param key empty when it is not known */
    private void reject(JsonNode row, RowException why, String key) throws IOException {
        // a row whose key cannot be stored was never written; what is not an object may stand in place of any row
        boolean mayBeKnown = why.kind() == RowException.Kind.WITHOUT_KEY || !row.isObject();
        page = new Counts(page.listed, page.rejected + 1, page.withoutKey + (mayBeKnown ? 1 : 0));
        byte[] json = Json.bytes(row);
        byte[] reason = DeadLetters.Reason.ofRow(why).name().getBytes(UTF_8);
        ByteBuffer entry = ByteBuffer.allocate(2 * Integer.BYTES + reason.length + json.length);
        entry.putInt(reason.length).putInt(json.length).put(reason).put(json);
        spool.append(REJECTED, entry.flip());
        if (firstRejected.isEmpty()) {
            String which = "row " + page.listed + (key.isEmpty() ? "" : " with the key " + key);
            firstRejected = which + " cannot be stored: " + why.getMessage();
        }
    }
}
