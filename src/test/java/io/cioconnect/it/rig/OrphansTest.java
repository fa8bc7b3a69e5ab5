package io.cioconnect.it.rig;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import io.cioconnect.it.harness.TopicRecord;
import io.cioconnect.simulator.CustomerIoSimulator.ServedPage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the checker excuses, and no more than that. */
class OrphansTest {
    private static final Instant WRITTEN = Instant.parse("2026-11-28T10:00:00Z");
    private static final Instant KILL = WRITTEN.plusSeconds(10);
    private static final String TABLE = "segments";
    private static final String KEY = "7";
    private static final List<TopicRecord> RECORDS = List.of(row(WRITTEN));

    private final List<Instant> flushes = new ArrayList<>();
    private final Orphans orphans = new Orphans(table -> table.equals(TABLE) ? flushes : List.of());

    @Test
    void rowMayStayThatWasWrittenJustBeforeAKillAndIsNotListedAfterIt() {
        listed(WRITTEN.minusSeconds(1));

        assertThat(mayStay(KILL)).isTrue();
    }

    @Test
    void oneFlushBetweenMayHaveBeenUnderWayButNotTwo() {
        flushes.add(WRITTEN.plusSeconds(2));
        flushes.add(WRITTEN.plusSeconds(2).plusMillis(100)); // still the same one
        assertThat(mayStay(KILL)).isTrue();

        flushes.add(WRITTEN.plusSeconds(6));
        assertThat(mayStay(KILL)).isFalse();
    }

    @Test
    void flushesBeforeTheRowAndAfterTheKillDoNotCount() {
        flushes.addAll(List.of(WRITTEN.minusSeconds(5), KILL.plusSeconds(1), KILL.plusSeconds(6)));

        assertThat(mayStay(KILL)).isTrue();
    }

    @Test
    void rowThatWasListedAfterTheKillIsKnownAgain() {
        listed(KILL.plusSeconds(1));

        assertThat(mayStay(KILL)).isFalse();
    }

    @Test
    void withoutAKillAfterItNoRowMayStay() {
        assertThat(orphans.mayStay(TABLE, KEY, RECORDS, List.of())).isFalse();
        assertThat(mayStay(WRITTEN.minusSeconds(1))).isFalse();
    }

    @Test
    void oneOfSeveralKillsIsEnough() {
        flushes.addAll(List.of(WRITTEN.plusSeconds(2), WRITTEN.plusSeconds(6)));

        assertThat(orphans.mayStay(TABLE, KEY, RECORDS, List.of(KILL, WRITTEN.plusSeconds(1))))
                .isTrue();
    }

    @Test
    void whatCountsIsTheFirstRecordSinceTheLastDelete() {
        flushes.addAll(List.of(WRITTEN.minusSeconds(8), WRITTEN.minusSeconds(4)));
        TopicRecord first = row(WRITTEN.minusSeconds(20));
        TopicRecord delete = record(WRITTEN.minusSeconds(10), NullNode.getInstance());

        assertThat(orphans.mayStay(TABLE, KEY, List.of(first, row(WRITTEN)), List.of(KILL)))
                .as("written again, never deleted")
                .isFalse();
        assertThat(orphans.mayStay(TABLE, KEY, List.of(first, delete, row(WRITTEN)), List.of(KILL)))
                .isTrue();
    }

    @Test
    void rowBelowAParentIsListedByThePagesOfThatParentOnly() {
        String table = Rig.CHILDREN.table();
        Orphans below = new Orphans(unused -> flushes);
        below.served(page(Rig.CHILDREN.parents() + "/8/actions", KILL.plusSeconds(1)));
        assertThat(below.mayStay(table, "9/" + KEY, RECORDS, List.of(KILL))).isTrue();

        below.served(page(Rig.CHILDREN.parents() + "/9/actions", KILL.plusSeconds(1)));
        assertThat(below.mayStay(table, "9/" + KEY, RECORDS, List.of(KILL))).isFalse();
    }

    private boolean mayStay(Instant kill) {
        return orphans.mayStay(TABLE, KEY, RECORDS, List.of(kill));
    }

    private void listed(Instant at) {
        orphans.served(page(TABLE, at));
    }

    private static ServedPage page(String of, Instant at) {
        return new ServedPage(at, of, 1, Set.of(KEY));
    }

    private static TopicRecord row(Instant written) {
        return record(written, JsonNodeFactory.instance.objectNode().put("id", KEY));
    }

    private static TopicRecord record(Instant written, JsonNode value) {
        JsonNode none = NullNode.getInstance();
        return new TopicRecord(0, 0, written.toEpochMilli(), none, none, none, value);
    }
}
