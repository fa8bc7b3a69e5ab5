package io.cioconnect.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cioconnect.config.RefreshConfig.Deletes;
import io.cioconnect.config.RefreshConfig.Emit;
import io.cioconnect.offset.SourcePartition;
import io.cioconnect.sync.PassFailedException;
import io.cioconnect.sync.PassMarker;
import io.cioconnect.testing.FakeConnect;
import io.cioconnect.testing.SteadyConnect;
import java.time.Duration;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TableRefreshTest {
    @Test
    void theMarkerComesLastAndCounts() throws Exception {
        try (var table = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, 0.5)) {
            table.put(1, 10, "a");
            assertThat(table.pass())
                    .extracting(PassMarker::summary)
                    .isEqualTo("rows=10 changed=10 deleted=0 deletes_held=0 pages=1 quarantined=0");
            table.put(10, 12, "b");
            table.remove(1, 2);
            assertThat(table.pass())
                    .extracting(PassMarker::summary)
                    .isEqualTo("rows=10 changed=3 deleted=2 deletes_held=0 pages=1 quarantined=0");

            List<FakeConnect.Written> log = table.connect.log();
            assertThat(log.get(10).topic()).isEqualTo("p.refreshes");
            FakeConnect.Written last = log.get(log.size() - 1);
            assertThat(last.key()).isEqualTo("segments");
            assertThat(last.value().schema().fields())
                    .extracting("name")
                    .containsExactly(
                            "table",
                            "started_at",
                            "finished_at",
                            "rows",
                            "changed",
                            "deleted",
                            "deletes_held",
                            "pages",
                            "quarantined",
                            "parents_failed",
                            "window_start",
                            "window_end");
            assertThat(last.value().getInt64("changed")).isEqualTo(3);
            assertThat(last.value().get("started_at")).isEqualTo(Date.from(table.clock.instant()));
        }
    }

    @Test
    void everyRowOfAPassCarriesItsStart() throws Exception {
        try (var table = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, 0.5)) {
            table.put(1, 100, "a");
            assertThat(table.written()).hasSize(100).allSatisfy(row -> {
                assertThat(row.value().get("_synced_at")).isEqualTo(Date.from(table.clock.instant()));
                assertThat(row.value().getBoolean("_deleted")).isFalse();
            });
        }
    }

    @ParameterizedTest
    @EnumSource(Deletes.class)
    void aVanishedRowBecomesWhatIsAskedFor(Deletes deletes) throws Exception {
        try (var table = TableFixture.segments(Emit.CHANGES, deletes, 0.5)) {
            table.put(1, 10, "a");
            table.pass();
            table.remove(3, 3);
            assertIsDeletedAs(deletes, table.written(), table);
            assertIsDeletedAs(deletes, table.written(), table); // a late write of a dead worker must not bring it back
            assertThat(table.written()).isEmpty();
        }
    }

    private static void assertIsDeletedAs(Deletes deletes, List<FakeConnect.Written> written, TableFixture table) {
        assertThat(written).allSatisfy(row -> assertThat(row.key()).isEqualTo("3"));
        List<Struct> values = new java.util.ArrayList<>();
        written.forEach(row -> values.add(row.value()));
        if (deletes == Deletes.FLAG || deletes == Deletes.BOTH) {
            Struct flag = values.remove(0);
            assertThat(flag.getInt64("id")).isEqualTo(3);
            assertThat(flag.getBoolean("_deleted")).isTrue();
            assertThat(flag.get("_synced_at")).isEqualTo(Date.from(table.clock.instant()));
            assertThat(flag.get("name")).isNull();
        }
        if (deletes == Deletes.TOMBSTONE || deletes == Deletes.BOTH) {
            assertThat(values.remove(0)).isNull();
        }
        assertThat(values).isEmpty();
    }

    /** Development versions stored each offset under the API's host. */
    @Test
    void whatWasStoredUnderTheApisHostIsStillKnown() throws Exception {
        try (var table = TableFixture.segments(Emit.CHANGES, Deletes.TOMBSTONE, 0.5)) {
            table.put(1, 10, "a");
            table.pass();
            table.connect.renamePartitions(partition -> {
                Map<String, Object> old = new HashMap<>(partition);
                old.put("api", table.api());
                return old;
            });
            table.restart();
            table.remove(3, 3);
            assertThat(table.written()).extracting(FakeConnect.Written::key).containsExactly("3");
        }
    }

    @Test
    void theKeysOfVanishedRowsStayKnownWhileDeletesAreNotWanted() throws Exception {
        try (var table = TableFixture.segments(Emit.CHANGES, Deletes.NONE, 0.5)) {
            table.put(1, 10, "a");
            table.pass();
            table.remove(3, 4);
            assertThat(table.written()).isEmpty();
            table.remove(5, 5);
            assertThat(table.written()).isEmpty();
            table.restart(Emit.CHANGES, Deletes.TOMBSTONE);
            assertThat(table.pass().counts().deleted()).isEqualTo(3);
            assertThat(table.connect.folded(table.topic).keySet())
                    .isEqualTo(table.list.rows().keySet());
        }
    }

    @Test
    void emitsAllRowsOrOnlyChangedOnesAlsoAfterARestart() throws Exception {
        for (Emit emit : Emit.values()) {
            try (var table = TableFixture.segments(emit, Deletes.TOMBSTONE, 0.5)) {
                table.put(1, 10, "a");
                assertThat(table.written()).hasSize(10);
                table.put(10, 11, "b");
                assertThat(table.written()).hasSize(emit == Emit.ALL ? 11 : 2);
                table.restart();
                assertThat(table.written()).hasSize(emit == Emit.ALL ? 11 : 0);
                table.put(1, 1, "c");
                assertThat(table.written()).hasSize(emit == Emit.ALL ? 11 : 1);
            }
        }
    }

    @Test
    void aFilteredRowIsNotRememberedAsWritten() throws Exception {
        try (var table = TableFixture.segments(Emit.CHANGES, Deletes.TOMBSTONE, 0.5)) {
            table.put(1, 10, "a");
            table.connect.drop(record -> record.value() != null
                    && ((Struct) record.key()).schema().field("id") != null
                    && ((Struct) record.key()).getInt64("id") == 4);
            assertThat(table.written()).hasSize(9);
            table.connect.drop(record -> false);
            assertThat(table.written()).extracting(FakeConnect.Written::key).containsExactly("4");
            assertThat(table.written()).isEmpty();
        }
    }

    @Test
    void aFilteredRowIsWrittenAfterARestart() throws Exception {
        try (var table = TableFixture.segments(Emit.CHANGES, Deletes.TOMBSTONE, 0.5)) {
            table.put(1, 500, "a");
            table.connect.drop(record -> record.value() instanceof Struct row
                    && row.schema().field("id") != null
                    && row.getInt64("id") <= 100);
            assertThat(table.written()).hasSize(400);
            table.connect.drop(record -> false);
            table.restart();
            assertThat(table.written())
                    .extracting(FakeConnect.Written::key)
                    .containsAll(IntStream.rangeClosed(1, 100)
                            .mapToObj(Integer::toString)
                            .toList());
        }
    }

    @Test
    void aRowThatNeverCameIntoTheTopicIsNotDeletedFromIt() throws Exception {
        try (var table = TableFixture.segments(Emit.CHANGES, Deletes.TOMBSTONE, 0.5)) {
            table.put(1, 10, "a");
            table.connect.drop(record -> ((Struct) record.key()).schema().field("id") != null
                    && ((Struct) record.key()).getInt64("id") == 4);
            table.pass();
            table.connect.drop(record -> false);
            table.remove(4, 4);
            assertThat(table.written()).isEmpty();
        }
    }

    @Test
    void aFilteredTombstoneIsTriedAgain() throws Exception {
        try (var table = TableFixture.segments(Emit.CHANGES, Deletes.TOMBSTONE, 0.5)) {
            table.put(1, 10, "a");
            table.pass();
            table.remove(4, 4);
            table.connect.drop(record -> record.value() == null);
            assertThat(table.pass().counts().deleted()).isZero();
            table.connect.drop(record -> false);
            table.restart();
            assertThat(table.pass().counts().deleted()).isEqualTo(1);
            assertThat(table.pass().counts().deleted()).isZero();
        }
    }

    @Test
    void unreadableStateMeansNoDeletesInTheNextCompletePass() throws Exception {
        try (var table = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, 1)) {
            table.put(1, 100, "a");
            table.pass();
            int bucket = SourcePartition.bucketOf("50");
            Map<String, String> partition =
                    SourcePartition.ofBucket(bucket, "segments", table.topic).toMap();
            table.connect.store(partition, Map.of("version", 2L, "crc", 0L, "keys", ""));
            table.restart();
            assertThat(table.keys().stateLost()).isEqualTo(1);
            table.remove(1, 40);
            PassMarker marker = table.pass();
            assertThat(marker.counts().deleted()).isZero();
            assertThat(marker.counts().deletesDeferred()).isZero();
            long inBucket = IntStream.rangeClosed(1, 40)
                    .filter(key -> SourcePartition.bucketOf(Integer.toString(key)) == bucket)
                    .count();
            assertThat(table.pass().counts().deleted()).isEqualTo(40 - inBucket);
        }
    }

    @Test
    void aMissingBucketIsNoReasonToDeleteOrToHoldBack() throws Exception {
        try (var table = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, 1)) {
            table.put(1, 100, "a");
            table.pass();
            table.connect.remove(SourcePartition.ofBucket(SourcePartition.bucketOf("50"), "segments", table.topic));
            table.restart();
            assertThat(table.keys().stateLost()).isEqualTo(1);
            int other = SourcePartition.bucketOf("1") == SourcePartition.bucketOf("50") ? 2 : 1;
            table.remove(other, other);
            table.remove(50, 50);
            assertThat(table.pass().counts().deleted()).isEqualTo(1);
        }
    }

    @Test
    void anotherPrefixStartsAfresh() throws Exception {
        try (var table = TableFixture.segments(Emit.CHANGES, Deletes.TOMBSTONE, 1)) {
            table.put(1, 10, "a");
            table.pass();
            KeySet other = KeySet.load(
                    table.connect.offsets(table.api(), Map.of("segments", "q.segments")), "segments", "q.segments");
            assertThat(other.size()).isZero();
            assertThat(other.stateLost()).isZero();
        }
    }

    @Test
    void aRecordThatKafkaDoesNotTakeFailsThePass() throws Exception {
        try (var table = TableFixture.segments(Emit.CHANGES, Deletes.TOMBSTONE, 1)) {
            table.put(1, 10, "a");
            Future<PassMarker> pass = table.begin();
            table.connect.poll(Duration.ofSeconds(60)).forEach(table.connect::send);
            assertThat(table.connect.failOne()).isTrue();
            assertThatThrownBy(() -> SteadyConnect.complete(pass, table.connect))
                    .isInstanceOf(PassFailedException.class);
            assertThat(table.connect.log("p.refreshes")).isEmpty();
            assertThat(table.pass().counts().rows()).isEqualTo(10);
            assertThat(table.connect.folded(table.topic)).hasSize(10);
        }
    }
}
