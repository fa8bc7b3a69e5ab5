package io.cioconnect.offset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
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
    void refusesWhatItCouldNotRead() {
        refuses(Map.of("table", "segments"), Map.of("version", 1), "needs the text field bucket");
        refuses(
                SourcePartition.ofPass("people", "p.people").toMap(),
                PassOffset.none().toMap(),
                "no polled table people");
        refuses(BUCKET.toMap(), PassOffset.none().toMap(), "set the offset to null");
        refuses(PASS.toMap(), BucketOffset.EMPTY.toMap(), "set the offset to null");
        refuses(BUCKET.toMap(), Map.of("version", 9), "version 9");
    }

    private static void refuses(Map<String, ?> partition, Map<String, ?> offset, String complaint) {
        assertThatThrownBy(() -> StoredOffsets.check(partition, offset))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(complaint);
    }
}
