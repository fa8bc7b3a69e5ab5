package io.cioconnect.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.config.RefreshConfig.Deletes;
import io.cioconnect.config.RefreshConfig.Emit;
import io.cioconnect.metrics.TableMetrics;
import io.cioconnect.offset.SourcePartition;
import io.cioconnect.sync.PassMarker;
import io.cioconnect.sync.Sync;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables with more keys than offsets can hold. */
class KeyLimitsTest {
    @Test
    void aboveTheLimitRowsFlowOnDeletesWaitAndNoKeyIsForgotten() throws Exception {
        try (var table = TableFixture.segments(Emit.CHANGES, Deletes.TOMBSTONE, 1)) {
            table.limitKeys(1000);
            table.put(1, 1000, "a");
            table.pass();
            table.remove(1, 1);
            assertThat(table.pass().counts().deleted()).isEqualTo(1);

            table.put(1, 1, "b");
            table.put(1001, 1002, "a");
            table.remove(2, 2);
            PassMarker untracked = table.pass();
            assertThat(untracked.counts().rows()).isEqualTo(1001);
            assertThat(untracked.counts().changed()).isEqualTo(3);
            assertThat(untracked.counts().deleted() + untracked.counts().deletesDeferred())
                    .isZero();
            assertThat(table.keys().lastPass().tracked()).isFalse();
            assertThat(table.connect.folded(table.topic)).containsKey("2");
            assertThat(shown(table)).isEqualTo(1L);

            table.restart();
            assertThat(table.keys().lastPass().tracked()).isFalse();
            table.remove(500, 1002);
            PassMarker tracked = table.pass();
            assertThat(tracked.counts().deleted())
                    .as("2, and those written above the limit")
                    .isEqualTo(504);
            assertThat(table.connect.folded(table.topic).keySet())
                    .isEqualTo(table.list.rows().keySet());
            assertThat(table.keys().lastPass().tracked()).isTrue();
            assertThat(shown(table)).isEqualTo(0L);
        }
    }

    @Test
    void aTaskKnowsFromItsStartThatAnEarlierOneHadTooManyKeysAndSaysSoEachHour() throws Exception {
        try (var table = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, 1)) {
            Sync before = startedAgain(table);
            assertThat(before.concern()).isEmpty();
            assertThat(shown(table)).isEqualTo(0L);

            table.limitKeys(1000);
            table.put(1, 1001, "a");
            table.pass();
            table.metrics.tooManyKeys(false);
            Sync after = startedAgain(table);
            assertThat(shown(table)).isEqualTo(1L);
            assertThat(after.concern())
                    .hasValueSatisfying(text -> assertThat(text).contains("no row that vanishes is deleted"));
        }
    }

    private static Sync startedAgain(TableFixture table) {
        Sync sync = table.asSyncs().get(0);
        sync.starting(false);
        return sync;
    }

    /** By the attribute TooManyKeys. */
    private static Object shown(TableFixture table) {
        return TableMetrics.GROUP.attributes().stream()
                .filter(attribute -> attribute.name().equals("TooManyKeys"))
                .map(attribute -> attribute.value().apply(table.metrics))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theSameForKeysThatAreTooLong() throws Exception {
        List<String> keys = keysOfOneBucket(2_500);
        try (var table = new TableFixture("snippets", 0, "p", Emit.ALL, Deletes.TOMBSTONE, 1)) {
            keys.subList(0, 400).forEach(key -> table.list.rows().put(key, "a"));
            table.pass();
            assertThat(table.keys().lastPass().tracked()).isTrue();
            table.list.rows().remove(keys.get(0));
            keys.subList(400, 2_500).forEach(key -> table.list.rows().put(key, "a"));
            PassMarker untracked = table.pass();
            assertThat(untracked.counts().deleted()).isZero();
            assertThat(untracked.counts().changed()).isEqualTo(2_100);
            assertThat(table.connect.folded(table.topic)).hasSize(2_500);
            assertThat(table.keys().size()).as("as many as fit").isBetween(1_000L, 2_400L);

            long remembered = table.keys().size();
            keys.subList(200, 2_500).forEach(key -> table.list.rows().remove(key));
            assertThat(table.pass().counts().deleted()).isEqualTo(remembered - 199);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWasWrittenWithoutBeingRememberedIsNotBelievedToBeTheOldContent(boolean restarted) throws Exception {
        List<String> keys = keysOfOneBucket(2_500);
        try (var table = new TableFixture("snippets", 0, "p", Emit.CHANGES, Deletes.TOMBSTONE, 1)) {
            keys.subList(0, 400).forEach(key -> table.list.rows().put(key, "a"));
            table.pass();
            keys.forEach(key -> table.list.rows().put(key, "b"));
            table.pass();
            table.list.rows().clear();
            keys.subList(0, 400).forEach(key -> table.list.rows().put(key, "a"));
            if (restarted) {
                table.restart();
            }
            assertThat(table.written()).filteredOn(row -> !row.isDelete()).hasSize(400);
            assertThat(table.written()).filteredOn(row -> !row.isDelete()).isEmpty();
        }
    }

    /** Keys of 150 characters that cannot be compressed much. */
    private static List<String> keysOfOneBucket(int count) {
        var random = new Random(1);
        List<String> keys = new ArrayList<>();
        while (keys.size() < count) {
            var key = new StringBuilder();
            while (key.length() < 150) {
                key.append((char) ('\u4e00' + random.nextInt(20_000)));
            }
            if (SourcePartition.bucketOf(key.toString()) == 5) {
                keys.add(key.toString());
            }
        }
        return keys;
    }
}
