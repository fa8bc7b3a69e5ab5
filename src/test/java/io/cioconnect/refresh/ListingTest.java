package io.cioconnect.refresh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.offset.SourcePartition;
import io.cioconnect.schema.Json;
import io.cioconnect.schema.RecordCheck;
import io.cioconnect.schema.RejectedRow;
import io.cioconnect.schema.RowException;
import io.cioconnect.sync.RowConverter;
import io.cioconnect.table.Tables;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
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

    /** Rows are written in that order, so that the temporary file is read from its beginning to its end. */
    @Test
    void aBucketHasItsRowsInTheOrderOfTheListAndOfEachKeyTheLast() throws Exception {
        try (var listing =
                new Listing(new RowConverter(Tables.named("segments"), "p.segments"), START, RecordCheck.MAX_BYTES)) {
            int bucket = SourcePartition.bucketOf("7");
            List<String> keys = IntStream.iterate(7, id -> id + 1)
                    .mapToObj(Integer::toString)
                    .filter(id -> SourcePartition.bucketOf(id) == bucket)
                    .limit(3)
                    .toList();
            listing.beginPage();
            listing.row(row("{\"id\":" + keys.get(2) + ",\"name\":\"first\"}"));
            listing.row(row("{\"id\":" + keys.get(0) + ",\"name\":\"first\"}"));
            listing.row(row("{\"id\":" + keys.get(1) + ",\"name\":\"too large\",\"description\":\""
                    + "x".repeat(RecordCheck.MAX_BYTES) + "\"}"));
            listing.row(row("{\"id\":" + keys.get(2) + ",\"name\":\"last\"}"));
            listing.endPage();

            Map<String, RowRef> listed = listing.bucket(bucket);
            assertThat(listed.keySet()).containsExactly(keys.get(0), keys.get(1), keys.get(2));
            assertThat(listed.get(keys.get(1)).isStorable()).isFalse();
            assertThat(listing.read(bucket, listed.get(keys.get(0))).getString("name"))
                    .isEqualTo("first");
            assertThat(listing.read(bucket, listed.get(keys.get(2))).getString("name"))
                    .isEqualTo("last");
        }
    }

    /** Its row must not be deleted, and later pages compare it with nothing. */
    @Test
    void aRejectedRowWhoseBeginningHasTheKeyCountsAsListed() throws Exception {
        try (var listing =
                new Listing(new RowConverter(Tables.named("segments"), "p.segments"), START, RecordCheck.MAX_BYTES)) {
            var why = new RowException(RowException.Kind.TOO_LARGE, "too large");
            listing.beginPage();
            listing.rejected(new RejectedRow(row("{\"id\":\"7\",\"conditions\":[1]}"), why));
            listing.endPage();
            assertThat(listing.hasUnknownKeys()).isFalse();
            RowRef known = listing.bucket(SourcePartition.bucketOf("7")).get("7");
            assertThat(known.isStorable()).isFalse();
            assertThat(listing.firstRejected()).isEqualTo("row 1 with the key 7 cannot be stored: too large");

            listing.beginPage();
            listing.rejected(new RejectedRow(row("{\"conditions\":[1]}"), why));
            listing.endPage();
            assertThat(listing.hasUnknownKeys()).isTrue();
            assertThat(listing.rejected()).isEqualTo(2);
            assertThat(listing.size()).isEqualTo(2);
        }
    }

    /** As a text or a number does, which is too small to go beyond a limit. */
    @Test
    void anArrayBeyondALimitInPlaceOfARowMayBeAnyRow() throws Exception {
        try (var listing =
                new Listing(new RowConverter(Tables.named("segments"), "p.segments"), START, RecordCheck.MAX_BYTES)) {
            listing.beginPage();
            listing.rejected(new RejectedRow(
                    JsonNodeFactory.instance.arrayNode(), new RowException(RowException.Kind.UNSTORABLE, "too deep")));
            listing.endPage();
            assertThat(listing.hasUnknownKeys()).isTrue();
        }
    }

    private static ObjectNode row(String json) throws IOException {
        try (var parser = Json.list(new ByteArrayInputStream(json.getBytes(UTF_8)))) {
            return (ObjectNode) Json.element(parser).value();
        }
    }
}
