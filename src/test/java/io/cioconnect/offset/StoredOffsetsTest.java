package io.cioconnect.offset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.junit.jupiter.api.Test;

class StoredOffsetsTest {
    private static final SourcePartition BUCKET = SourcePartition.ofBucket(3, "segments", "p.segments");
    private static final SourcePartition PASS = SourcePartition.ofPass("segments", "p.segments");

    @Test
    void readsAllPartitionsOfAllTablesInOneGo() {
        var calls = new AtomicInteger();
        var asked = new AtomicInteger();
        var reader = new OffsetStorageReader() {
            @Override
            public <T> Map<String, Object> offset(Map<String, T> partition) {
                throw new AssertionError("one by one");
            }

            @Override
            public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
                calls.incrementAndGet();
                asked.set(partitions.size());
                Map<Map<String, T>, Map<String, Object>> offsets = new HashMap<>();
                partitions.forEach(
                        partition -> offsets.put(partition, partition.equals(BUCKET.toMap()) ? Map.of("a", 1L) : null));
                return offsets;
            }
        };
        var stored = StoredOffsets.read(reader, "host", Map.of("segments", "p.segments", "snippets", "p.snippets"));
        assertThat(calls).hasValue(1);
        assertThat(asked).hasValue(2 * 65 * 2);
        assertThat(stored.of(BUCKET)).contains(Map.of("a", 1L));
        assertThat(stored.of(PASS)).isEmpty();
    }

    @Test
    void takesBackWhatItGaveOutAndLetsEverythingBeReset() {
        assertThatCode(() -> {
                    StoredOffsets.check(BUCKET.toMap(), BucketOffset.EMPTY.toMap());
                    StoredOffsets.check(PASS.toMap(), PassOffset.none().toMap());
                    StoredOffsets.check(PASS.withHost("host"), PassOffset.none().toMap());
                    StoredOffsets.check(BUCKET.toMap(), null);
                    StoredOffsets.check(PASS.toMap(), null);
                    StoredOffsets.check(SourcePartition.receiver("/webhooks/x"), null);
                    // what another connector of this name left behind, or a later version
                    StoredOffsets.check(Map.of("filename", "/a"), null);
                    StoredOffsets.check(
                            SourcePartition.ofPass("people", "p.people").toMap(), null);
                    StoredOffsets.check(SourcePartition.receiver("/webhooks/x"), Map.of());
                })
                .doesNotThrowAnyException();
    }

    @Test
    void takesKeysThatBelongToTheBucketAndToTheTable() {
        assertThatCode(() -> {
                    for (String key : List.of("7", "-7", "9223372036854775807")) {
                        StoredOffsets.check(bucketOf(key, "segments"), offsetOf(key));
                    }
                    StoredOffsets.check(bucketOf("any %2F text/at all", "snippets"), offsetOf("any %2F text/at all"));
                    StoredOffsets.check(bucketOf("7/days/1788134400000", "x"), null);
                    StoredOffsets.check(
                            bucketOf("7/days/1788134400000", "campaign_metrics"), offsetOf("7/days/1788134400000"));
                    StoredOffsets.check(bucketOf("7/a%2Fb%25/8", "segment_usage"), offsetOf("7/a%2Fb%25/8"));
                })
                .doesNotThrowAnyException();
    }

    /** A pass would fail on them, or take a row for two. */
    @Test
    void refusesKeysThatNoPassCouldHaveStoredThere() {
        for (String key : List.of("greeting", "07", "+7", "7.0", "", "9223372036854775808", "7/8")) {
            refuses(bucketOf(key, "segments"), offsetOf(key), "no key of the table segments");
        }
        for (String key : List.of("7", "7/campaign", "7/campaign/8/9", "7/campaign/x", "7/100%/8")) {
            refuses(bucketOf(key, "segment_usage"), offsetOf(key), "no key of the table segment_usage");
        }
        int other = (SourcePartition.bucketOf("7") + 1) % SourcePartition.BUCKETS;
        refuses(
                SourcePartition.ofBucket(other, "segments", "p.segments").toMap(),
                offsetOf("7"),
                "belongs to bucket " + bucketOf("7", "segments").get("bucket"));
    }

    private static Map<String, String> bucketOf(String key, String table) {
        return SourcePartition.ofBucket(SourcePartition.bucketOf(key), table, "p." + table)
                .toMap();
    }

    private static Map<String, Object> offsetOf(String key) {
        return BucketOffset.of(Map.of(key, 77L), Instant.EPOCH).toMap();
    }

    @Test
    void refusesWhatItCouldNotRead() {
        refuses(Map.of("table", "segments"), Map.of("version", 1), "needs the text field bucket");
        refuses(
                SourcePartition.ofPass("people", "p.people").toMap(),
                PassOffset.none().toMap(),
                "no table read in full named people");
        refuses(
                SourcePartition.ofPass("deliveries", "p.deliveries").toMap(),
                PassOffset.none().toMap(),
                "no table read in full named deliveries");
        refuses(BUCKET.toMap(), PassOffset.none().toMap(), "set the offset to null");
        refuses(PASS.toMap(), BucketOffset.EMPTY.toMap(), "set the offset to null");
        refuses(BUCKET.toMap(), Map.of("version", 9), "version 9");
    }

    /** Connect passes on a partition that is null, or left out of the request. */
    @Test
    void anOffsetWithoutAPartitionIsRefusedUnlessItIsReset() {
        assertThatThrownBy(() -> StoredOffsets.check(null, Map.of("version", 1)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("needs a partition");
        assertThatCode(() -> StoredOffsets.check(null, null)).doesNotThrowAnyException();
    }

    @Test
    void checksWhatWasReadByWindows() throws Exception {
        var first = new WindowOffset(
                Duration.ZERO,
                Set.of("deliveries"),
                Set.of(),
                Optional.empty(),
                Optional.of(new WindowOffset.Read(Instant.EPOCH, 5, 90, List.of(new Window(5, 90)))));
        Map<String, String> partition =
                WindowPartition.ofFirstRead("deliveries", "p.deliveries").toMap();
        assertThatCode(() -> StoredOffsets.check(partition, first.toMap())).doesNotThrowAnyException();
        assertThatCode(() -> StoredOffsets.check(partition, null)).doesNotThrowAnyException();
        assertThat(WindowOffset.fromMap(first.toMap())).isEqualTo(first);
        refuses(WindowPartition.ofAge(3, "deliveries", "t").toMap(), first.toMap(), "age must be 0");
        refuses(
                WindowPartition.ofFirstRead("campaigns", "t").toMap(),
                first.toMap(),
                "read by windows named campaigns");
        refuses(Map.of("band", "20", "table", "deliveries", "topic", "t"), first.toMap(), "00 to 19");
        refuses(
                Map.of("band", 3, "table", "deliveries", "topic", "t"),
                first.toMap(),
                "partition needs the text field band");
        refuses(Map.of("band", "03", "table", "deliveries", "topic", " "), first.toMap(), "needs the text field topic");
        refuses(partition, Map.of("version", 2), "version 2");
        refuses(partition, changed(first, "underway_left", "9-5"), "ends before it begins");
        refuses(partition, changed(first, "underway_left", "5"), "from-to");
        refuses(partition, changed(first, "underway_since", "x"), "number underway_since");
    }

    private static Map<String, Object> changed(WindowOffset offset, String field, Object value) {
        var map = new HashMap<>(offset.toMap());
        map.put(field, value);
        return map;
    }

    private static void refuses(Map<String, ?> partition, Map<String, ?> offset, String complaint) {
        assertThatThrownBy(() -> StoredOffsets.check(partition, offset))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(complaint);
    }
}
