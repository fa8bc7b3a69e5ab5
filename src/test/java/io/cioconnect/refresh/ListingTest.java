package io.cioconnect.refresh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.offset.SourcePartition;
import io.cioconnect.schema.Json;
import io.cioconnect.schema.RecordCheck;
import io.cioconnect.sync.RowConverter;
import io.cioconnect.table.Tables;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListingTest {
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

    /** What came through the page came to stay: otherwise the pass breaks off among its records, each time anew. */
    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 400})
    void aRowIsReadBackAsDeepAsItCame(int depth) throws Exception {
        String conditions = "[".repeat(depth) + "]".repeat(depth);
        try (var listing =
                new Listing(new RowConverter(Tables.named("segments"), "p.segments"), START, RecordCheck.MAX_BYTES)) {
            ObjectNode row = row("{\"id\":7,\"conditions\":" + conditions + "}");
            listing.beginPage();
            listing.row(row);
            listing.endPage();

            int bucket = SourcePartition.bucketOf("7");
            RowRef kept = listing.bucket(bucket).get("7");

            assertThat(listing.read(bucket, kept).getString("conditions")).isEqualTo(conditions);
        }
    }

    private static ObjectNode row(String json) throws IOException {
        try (var parser = Json.list(new ByteArrayInputStream(json.getBytes(UTF_8)))) {
            return (ObjectNode) Json.read(parser);
        }
    }
}
