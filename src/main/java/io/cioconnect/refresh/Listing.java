package io.cioconnect.refresh;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.offset.SourcePartition;
import io.cioconnect.schema.Json;
import io.cioconnect.schema.RowException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of a pass, as the API listed them, by bucket and key. Of several rows with one key the last counts. One thread. */
final class Listing implements PageSink, AutoCloseable {
    /** Small passes never touch the disk. */
    private static final int MAX_BYTES_IN_MEMORY = 1 << 20;

    private final RowConverter records;
    private final Instant start;
    private final RowSpool spool;
    private final List<Map<String, RowRef>> buckets = new ArrayList<>();
    private final List<Map.Entry<String, RowRef>> page = new ArrayList<>();
    private long pageStart;

    Listing(RowConverter records, Instant start) {
        this(records, start, Path.of(System.getProperty("java.io.tmpdir")));
    }

    Listing(RowConverter records, Instant start, Path directory) {
        this.records = records;
        this.start = start;
        this.spool = new RowSpool(MAX_BYTES_IN_MEMORY, directory);
        for (int i = 0; i < SourcePartition.BUCKETS; i++) {
            buckets.add(new HashMap<>());
        }
    }

    @Override
    public void beginPage() throws IOException {
        page.clear();
        spool.truncate(pageStart);
    }

    @Override
    public void row(ObjectNode row) throws IOException, RowException {
        String key = records.checkedKey(row, start);
        byte[] json = Json.write(row).getBytes(UTF_8);
        page.add(Map.entry(key, new RowRef(spool.position(), json.length, ContentHash.of(row))));
        spool.append(json);
    }

    /** The page is complete; its rows stay. */
    @Override
    public void endPage() {
        for (Map.Entry<String, RowRef> row : page) {
            buckets.get(SourcePartition.bucketOf(row.getKey())).put(row.getKey(), row.getValue());
        }
        page.clear();
        pageStart = spool.position();
    }

    long size() {
        return buckets.stream().mapToLong(Map::size).sum();
    }

    Map<String, RowRef> bucket(int bucket) {
        return buckets.get(bucket);
    }

    ObjectNode read(RowRef row) throws IOException {
        return (ObjectNode) Json.row(spool.read(row.position(), row.length()));
    }

    boolean usesFile() {
        return spool.usesFile();
    }

    @Override
    public void close() throws IOException {
        spool.close();
    }
}
