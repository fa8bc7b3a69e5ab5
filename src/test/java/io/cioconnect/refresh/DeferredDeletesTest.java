package io.cioconnect.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cioconnect.config.RefreshConfig.Deletes;
import io.cioconnect.config.RefreshConfig.Emit;
import io.cioconnect.offset.SourcePartition;
import io.cioconnect.sync.PassFailedException;
import io.cioconnect.sync.PassMarker;
import io.cioconnect.testing.SteadyConnect;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Deletes that a pass does not make yet, because too many rows vanished or a list of pages may have skipped them. */
class DeferredDeletesTest {
    @Test
    void aListThatIsSuddenlyEmptyIsHeldAndThenDeletedAlsoAcrossARestart() throws Exception {
        try (var table = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, 1)) {
            table.put(1, 200, "a");
            table.pass();
            table.remove(1, 200);
            PassMarker deferred = table.pass();
            assertThat(deferred.counts().deletesDeferred()).isEqualTo(200);
            assertThat(deferred.counts().deleted()).isZero();
            table.restart();
            assertThat(table.pass().counts().deleted()).isEqualTo(200);
            assertThat(table.connect.folded(table.topic)).isEmpty();
            assertThat(table.pass().counts().deleted()).isZero();
        }
    }

    /** In binary, 0.29 times 100 is less than 29. */
    @ParameterizedTest
    @CsvSource({"0.29,29", "0.57,57", "0.58,58", "0,0", "1,99"})
    void justTheShareThatIsAllowedIsDeletedAtOnceAndARowMoreIsHeld(double fraction, int share) throws Exception {
        for (int vanished : new int[] {share, share + 1}) {
            try (var table = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, fraction)) {
                table.put(1, 100, "a");
                table.pass();
                table.remove(1, vanished);
                PassMarker marker = table.pass();
                assertThat(marker.counts().deleted()).isEqualTo(vanished == share ? share : 0);
                assertThat(marker.counts().deletesDeferred()).isEqualTo(vanished == share ? 0 : vanished);
            }
        }
    }

    @Test
    void aDeleteThatACrashCutOffIsNotHeldASecondTime() throws Exception {
        try (var table = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, 1)) {
            table.put(1, 200, "a");
            table.pass();
            table.remove(1, 200);
            assertThat(table.pass().counts().deletesDeferred()).isEqualTo(200);
            table.crashWithin(table.begin());
            int deleted = 200 - table.connect.folded(table.topic).size();
            assertThat(deleted).isBetween(1, 199);
            assertThat(table.pass().counts().deleted()).isBetween(200L - deleted, 200L);
            assertThat(table.connect.folded(table.topic)).isEmpty();
        }
    }

    @Test
    void inAListOfPagesAFilteredTombstoneIsTriedAgainInTheNextPass() throws Exception {
        try (var table = new TableFixture("newsletters", 4, "p", Emit.ALL, Deletes.TOMBSTONE, 1)) {
            table.put(1, 10, "a");
            table.pass();
            table.remove(2, 2);
            assertThat(table.pass().counts().deletesDeferred()).isEqualTo(1);
            table.connect.drop(record -> record.value() == null);
            assertThat(table.pass().counts().deleted()).isZero();
            table.connect.drop(record -> false);
            assertThat(table.pass().counts().deleted()).isEqualTo(1);
        }
    }

    /** Its first absence was stored, and what undid that is stored before the marker says that the pass was complete. */
    @ParameterizedTest
    @EnumSource(Emit.class)
    void aCrashDoesNotBringBackAnAbsenceThatACompletePassUndid(Emit emit) throws Exception {
        try (var table = new TableFixture("newsletters", 4, "p", emit, Deletes.TOMBSTONE, 1)) {
            table.put(1, 10, "a");
            table.pass();
            table.remove(2, 2);
            assertThat(table.passStoredBeforeItIsOver().counts().deletesDeferred())
                    .isEqualTo(1);
            table.put(2, 2, "a");
            table.passWithoutItsLastFlush();
            assertThat(table.connect.log("p.refreshes")).hasSize(3);
            table.restart();
            table.remove(2, 2);
            assertThat(table.pass().counts().deletesDeferred()).isEqualTo(1);
            assertThat(table.pass().counts().deleted()).isEqualTo(1);
        }
    }

    @Test
    void aPassWaitsForNoOffsetsWhenTheAbsenceItUndoesIsNotStoredEither() throws Exception {
        try (var table = new TableFixture("newsletters", 4, "p", Emit.ALL, Deletes.TOMBSTONE, 1)) {
            table.put(1, 10, "a");
            table.pass();
            table.remove(2, 2);
            assertThat(table.passWithoutAnyFlush().counts().deletesDeferred()).isEqualTo(1);
            table.put(2, 2, "a");
            assertThat(table.passWithoutAnyFlush().counts().deletesDeferred()).isZero();
            table.restart();
            table.remove(2, 2);
            assertThat(table.pass().counts().deletesDeferred()).isEqualTo(1);
        }
    }

    /** As with an absence, so with deletes that had begun, all of one bucket. */
    @Test
    void aCrashDoesNotBringBackADeleteThatACompletePassUndid() throws Exception {
        int[] ids = IntStream.rangeClosed(1, 1000)
                .filter(id -> SourcePartition.bucketOf(Integer.toString(id)) == 0)
                .toArray();
        try (var table = new TableFixture("newsletters", 100, "p", Emit.CHANGES, Deletes.TOMBSTONE, 1)) {
            for (int id : ids) {
                table.put(id, id, "a");
            }
            table.pass();
            table.list.rows().clear();
            assertThat(table.pass().counts().deletesDeferred()).isEqualTo(ids.length);
            table.crashWithin(table.begin());
            assertThat(table.connect.folded(table.topic)).hasSizeBetween(1, ids.length - 1);
            for (int id : ids) {
                table.put(id, id, "a");
            }
            table.passWithoutItsLastFlush();
            table.restart();
            table.list.rows().clear();
            assertThat(table.pass().counts().deleted()).isZero();
            assertThat(table.pass().counts().deleted()).isEqualTo(ids.length);
        }
    }

    @Test
    void aHeldKeyThatIsListedAgainStartsAfresh() throws Exception {
        try (var table = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, 0)) {
            table.put(1, 10, "a");
            table.pass();
            table.remove(1, 1);
            assertThat(table.pass().counts().deletesDeferred()).isEqualTo(1);
            table.put(1, 1, "a");
            assertThat(table.pass().counts().deletesDeferred()).isZero();
            table.remove(1, 2);
            assertThat(table.pass().counts().deletesDeferred()).isEqualTo(2);
            table.put(2, 2, "a");
            assertThat(table.pass().counts().deleted()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 5, false",
        "0.5, 6, true",
        "0, 1, true",
        "1, 9, false",
        "1, 10, true",
        "0.1, 1, false",
        "0.1, 2, true"
    })
    void holdsMoreDeletesThanTheShareThatIsAllowed(double maxFraction, int removed, boolean isHeld) throws Exception {
        try (var table = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, maxFraction)) {
            table.put(1, 10, "a");
            table.pass();
            table.remove(1, removed);
            PassMarker marker = table.pass();
            assertThat(marker.counts().deletesDeferred()).isEqualTo(isHeld ? removed : 0);
            assertThat(marker.counts().deleted()).isEqualTo(isHeld ? 0 : removed);
            assertThat(table.pass().counts().deleted()).isEqualTo(isHeld ? removed : 0);
        }
    }

    @Test
    void aListThatIsReplacedAsAWholeIsHeld() throws Exception {
        try (var table = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, 1)) {
            table.put(1, 10, "a");
            table.pass();
            table.remove(1, 10);
            table.put(11, 40, "a");
            assertThat(table.pass().counts().deletesDeferred()).isEqualTo(10);
            assertThat(table.pass().counts().deleted()).isEqualTo(10);
        }
    }

    @Test
    void inAListOfPagesARowMustBeAbsentTwice() throws Exception {
        try (var table = new TableFixture("newsletters", 4, "p", Emit.ALL, Deletes.TOMBSTONE, 1)) {
            table.put(1, 10, "a");
            assertThat(table.pass().counts().pages()).isEqualTo(3);
            table.remove(2, 2);
            assertThat(table.pass().counts().deletesDeferred()).isEqualTo(1);
            table.restart();
            assertThat(table.pass().counts().deleted()).isEqualTo(1);
        }
    }

    @Test
    void aHeldKeyThatAFailedPassListedStartsAfresh() throws Exception {
        try (var table = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, 0)) {
            table.put(1, 10, "a");
            table.pass();
            table.remove(1, 1);
            assertThat(table.pass().counts().deletesDeferred()).isEqualTo(1);
            table.put(1, 1, "a");
            Future<PassMarker> pass = table.begin();
            table.connect.poll(Duration.ofSeconds(60)).forEach(table.connect::send);
            assertThat(table.connect.failOne()).isTrue();
            assertThatThrownBy(() -> SteadyConnect.complete(pass, table.connect))
                    .isInstanceOf(PassFailedException.class);
            table.remove(1, 1);
            assertThat(table.pass().counts().deletesDeferred()).isEqualTo(1);
            assertThat(table.pass().counts().deleted()).isEqualTo(1);
        }
    }
}
