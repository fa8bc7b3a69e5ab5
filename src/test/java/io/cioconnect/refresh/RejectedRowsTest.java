package io.cioconnect.refresh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cioconnect.config.RefreshConfig.Deletes;
import io.cioconnect.config.RefreshConfig.Emit;
import io.cioconnect.offset.PassOffset;
import io.cioconnect.offset.StoredOffsets;
import io.cioconnect.sync.PassMarker;
import io.cioconnect.testing.FakeConnect;
import io.cioconnect.testing.SteadyConnect;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Rows that cannot become records. */
class RejectedRowsTest {
    @Test
    void rowsThatCannotBeStoredGoToTheDeadLetterTopicAndThePassGoesOn() throws Exception {
        try (var table = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, 1)) {
            table.put(1, 10, "a");
            table.pass();
            table.put(9, 9, "x".repeat(1_000_000));
            table.put(8, 8, "half \ud83d");
            table.remove(1, 1);
            PassMarker marker = table.pass();
            assertThat(marker.summary()).isEqualTo("rows=7 changed=0 deleted=1 deletes_held=0 pages=1 quarantined=2");
            List<FakeConnect.Written> letters = table.connect.log("p.quarantine");
            assertThat(letters)
                    .extracting(letter -> letter.value().getString("reason"))
                    .containsExactlyInAnyOrder("row_too_large", "row_unstorable");
            assertThat(letters)
                    .allSatisfy(letter ->
                            assertThat(letter.value().getString("object_type")).isEqualTo("segments"));
            table.pass();
            assertThat(table.connect.log("p.quarantine")).as("not again").hasSize(2);
            table.put(8, 9, "b");
            assertThat(table.pass().counts().changed()).isEqualTo(2);
        }
    }

    /** A row that is larger than what its topic takes would end the task at each start. */
    @Test
    void noRowIsReadBeforeItIsKnownWhatItsTopicTakes() throws Exception {
        try (var table = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, 1)) {
            table.put(1, 10, "a");
            table.forgetLimits();
            Future<PassMarker> pass = table.begin();
            await("the pass waits").until(table::isWaitingForLimits);
            assertThat(table.list.shown()).isEmpty();
            assertThat(pass.cancel(true)).isTrue();
        }
    }

    @Test
    void whileARowWithoutAKeyIsListedNothingIsDeleted() throws Exception {
        for (String id : List.of("1.5", "9223372036854775808", "", ListServer.NO_KEY, ListServer.NO_OBJECT)) {
            try (var table = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, 1)) {
                table.put(1, 10, "a");
                table.pass();
                table.remove(1, 2);
                table.list.rows().put(id, "who");
                PassMarker marker = table.pass();
                assertThat(marker.summary())
                        .isEqualTo("rows=8 changed=0 deleted=0 deletes_held=0 pages=1 quarantined=1");
                assertThat(table.connect.log("p.quarantine").get(0).value().getString("reason"))
                        .isEqualTo("row_without_key");
                table.list.rows().remove(id);
                assertThat(table.pass().counts().deleted()).isEqualTo(2);
            }
        }
    }

    @Test
    void aRowThatIsNoObjectGoesToTheDeadLetterTopicAsItIs() throws Exception {
        try (var table = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, 1)) {
            table.put(1, 3, "a");
            table.list.rows().put(ListServer.NO_OBJECT, "");
            assertThat(table.pass().counts().rows()).isEqualTo(3);
            byte[] body = table.connect.log("p.quarantine").get(0).value().getBytes("body");
            assertThat(body).asString(UTF_8).isEqualTo("\"oops\"");
        }
    }

    /** Its dead letters are stored with the offset of the pass before, and there was none. */
    @Test
    void aFirstPassUnderWayIsNotTakenForAComplete() throws Exception {
        try (var table = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, 1)) {
            table.put(1, 1_000, "a");
            table.list.rows().put(ListServer.NO_OBJECT, "");
            Future<PassMarker> pass = table.begin();
            table.connect.poll(Duration.ofSeconds(60)).forEach(table.connect::send);
            while (table.connect.appendOne()) {
                table.connect.acknowledgeOne();
            }
            table.connect.flush();
            assertThat(table.connect.log("p.quarantine")).hasSize(1);
            assertThat(lastPasses(table)).isEmpty();
            PassMarker marker = SteadyConnect.complete(pass, table.connect);
            assertThat(lastPasses(table).get("segments"))
                    .extracting(PassOffset::startedAt)
                    .isEqualTo(marker.startedAt());
        }
    }

    private static Map<String, PassOffset> lastPasses(TableFixture table) {
        return StoredOffsets.lastPasses(table.connect.reader(), table.api(), Map.of("segments", "p.segments"));
    }

    @Test
    void aKeyThatNoIndexTakesGoesToQuarantine() throws Exception {
        try (var table = new TableFixture("snippets", 0, "p", Emit.ALL, Deletes.TOMBSTONE, 1)) {
            table.list.rows().put("k".repeat(1_024), "a");
            table.list.rows().put("k".repeat(5_000), "a");
            assertThat(table.pass().summary())
                    .isEqualTo("rows=1 changed=1 deleted=0 deletes_held=0 pages=1 quarantined=1");
            assertThat(table.connect.log("p.quarantine").get(0).value().getString("reason"))
                    .isEqualTo("row_unstorable");
        }
    }
}
