package io.cioconnect.refresh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.schema.RejectedRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Rows kept in memory until all their pages are there: what is needed of parents. A list that does not end must not take the memory of
 * everybody else in the worker, so there is a limit. One thread.
 */
final class CollectedRows implements PageSink {
    /** In a worker with a small memory an eighth of it. */
    private static final long MOST_BYTES =
            Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 8);

    /** What a value or the name of a field takes beside its text, in bytes. */
    private static final long OVERHEAD = 64;

    private static final Extent NOTHING = new Extent(0, 0, 0);

    private final Function<ObjectNode, Stream<ObjectNode>> kept;
    private final List<ObjectNode> rows = new ArrayList<>();
    private final List<RejectedRow> rejected = new ArrayList<>();
    private long bytes;
    private Extent complete = NOTHING;
    private Extent mark = NOTHING;

    /** How far the lists are filled. */
    private record Extent(int rows, int rejected, long bytes) {}

    /** @param kept what is kept of a row */
    CollectedRows(Function<ObjectNode, Stream<ObjectNode>> kept) {
        this.kept = kept;
    }

    @Override
    public void beginPage() {
        rows.subList(complete.rows, rows.size()).clear();
        rejected.subList(complete.rejected, rejected.size()).clear();
        bytes = complete.bytes;
    }

    @Override
    public void row(ObjectNode row) throws IOException {
        for (ObjectNode one : kept.apply(row).toList()) {
            take(one);
            rows.add(one);
        }
    }

    @Override
    public void rejected(RejectedRow row) throws IOException {
        take(row.value());
        rejected.add(row);
    }

    @Override
    public void endPage() {
        complete = new Extent(rows.size(), rejected.size(), bytes);
    }

    @Override
    public void mark() {
        mark = complete;
    }

    @Override
    public void reset() {
        complete = mark;
        beginPage();
    }

    List<RejectedRow> rejected() {
        return rejected;
    }

    List<ObjectNode> rows() {
        return rows;
    }

    private void take(JsonNode value) throws IOException {
        bytes += bytes(value);
        if (bytes > MOST_BYTES) {
            throw new IOException("they take more than " + (MOST_BYTES >> 20) + " MiB of memory");
        }
    }

    /** By estimate. */
    private static long bytes(JsonNode value) {
        long bytes = OVERHEAD + (value.isValueNode() ? value.asText().length() : 0);
        for (Iterator<String> names = value.fieldNames(); names.hasNext(); ) {
            bytes += OVERHEAD + names.next().length();
        }
        for (JsonNode child : value) {
            bytes += bytes(child);
        }
        return bytes;
    }
}
