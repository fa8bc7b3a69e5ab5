package io.cioconnect.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.config.RefreshConfig.Deletes;
import io.cioconnect.config.RefreshConfig.Emit;
import io.cioconnect.testing.FakeConnect;
import org.junit.jupiter.api.Test;

/** What is written once more although nothing changed. */
class WrittenAgainTest {
    @Test
    void aDeleteWrittenTwiceSurvivesARestartInBetween() throws Exception {
        try (var table = TableFixture.segments(Emit.CHANGES, Deletes.TOMBSTONE, 0.5)) {
            table.put(1, 10, "a");
            table.pass();
            table.remove(3, 3);
            assertThat(table.pass().counts().deleted()).isEqualTo(1);
            table.restart();
            assertThat(table.written()).extracting(FakeConnect.Written::key).containsExactly("3");
            assertThat(table.keys().size()).isEqualTo(9);
            table.put(3, 3, "back");
            assertThat(table.pass().counts().changed()).isEqualTo(1);
        }
    }

    @Test
    void whenTheColumnsChangedEveryRowIsWrittenAgain() throws Exception {
        try (var table = TableFixture.segments(Emit.CHANGES, Deletes.TOMBSTONE, 0.5)) {
            table.put(1, 10, "a");
            table.pass();
            table.dropLastColumn();
            assertThat(table.written()).hasSize(10);
            assertThat(table.written()).isEmpty();
            table.restart();
            assertThat(table.written()).isEmpty();
        }
    }

    @Test
    void onStartEveryRowIsWrittenAgain() throws Exception {
        try (var table = TableFixture.segments(Emit.CHANGES, Deletes.TOMBSTONE, 0.5)) {
            table.put(1, 10, "a");
            table.pass();
            table.remove(2, 2);
            table.restartOnStart();
            assertThat(table.written()).as("9 rows and a delete").hasSize(10);
            table.remove(3, 3);
            assertThat(table.written()).as("two deletes").hasSize(2);
        }
    }

    @Test
    void aTopicThatWasMadeAgainGetsEveryRow() throws Exception {
        try (var table = TableFixture.segments(Emit.CHANGES, Deletes.TOMBSTONE, 0.5)) {
            table.put(1, 10, "a");
            table.pass();
            table.restart();
            table.connect.deleteTopic(table.topic);
            table.put(1, 1, "b");
            table.pass();
            assertThat(table.mustRunAgain()).isTrue();
            table.restart();
            assertThat(table.pass().counts().rows()).isEqualTo(10);
            assertThat(table.connect.folded(table.topic)).hasSize(10);
            assertThat(table.mustRunAgain()).isFalse();
            assertThat(table.written()).isEmpty();
        }
    }

    @Test
    void hashesThatMayHaveBeenOvertakenAreNotBelieved() throws Exception {
        try (var table = TableFixture.segments(Emit.CHANGES, Deletes.TOMBSTONE, 0.5)) {
            table.put(1, 10, "a");
            table.pass();
            table.restart();
            table.keys().suspectHashes();
            assertThat(table.written()).hasSize(10);
            table.restart();
            assertThat(table.written())
                    .as("a dead worker may have overwritten them")
                    .hasSize(10);
            assertThat(table.written()).isEmpty();
        }
    }

    /** Also a pass that had begun before it was due, as with refresh.on.start, so that the next task does not suspect it. */
    @Test
    void whatAnUnfinishedPassLeftIsWrittenOnceMoreByThePassAfterTheNext() throws Exception {
        try (var table = TableFixture.segments(Emit.CHANGES, Deletes.TOMBSTONE, 0.5)) {
            table.put(1, 300, "a");
            table.pass();
            table.put(1, 300, "b");
            table.crashWithin(table.begin());
            assertThat(table.written()).hasSize(300);
            assertThat(table.written())
                    .as("the dead worker may have written after it")
                    .hasSize(300);
            assertThat(table.written()).isEmpty();
        }
    }

    @Test
    void atItsFirstStartATableIsWrittenOnce() throws Exception {
        try (var table = TableFixture.segments(Emit.CHANGES, Deletes.TOMBSTONE, 0.5)) {
            table.put(1, 10, "a");
            table.keys().suspectHashes();
            assertThat(table.written()).hasSize(10);
            assertThat(table.written()).as("there was no earlier owner").isEmpty();
        }
    }
}
