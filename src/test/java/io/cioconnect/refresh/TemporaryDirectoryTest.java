package io.cioconnect.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cioconnect.api.AppApiException;
import io.cioconnect.config.RefreshConfig.Deletes;
import io.cioconnect.config.RefreshConfig.Emit;
import io.cioconnect.testing.CapturedLog;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A list that does not fit into memory goes through java.io.tmpdir, which may be missing; lists that fit do not care. */
class TemporaryDirectoryTest {
    private static final String PROPERTY = "java.io.tmpdir";
    private static final int LARGE = 6_000;
    private static final String KILOBYTE = "x".repeat(1_000);

    private final String before = System.getProperty(PROPERTY);

    @TempDir
    private Path parent;

    private Path missing;

    @BeforeEach
    void loseTheDirectory() {
        missing = parent.resolve("missing");
        System.setProperty(PROPERTY, missing.toString());
    }

    @AfterEach
    void restore() {
        System.setProperty(PROPERTY, before);
    }

    @Test
    void onlyATableThatNeedsItFailsAndSaysItsName() throws Exception {
        try (var large = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, 0.5);
                var small = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, 0.5)) {
            large.put(1, LARGE, KILOBYTE);
            small.put(1, 10, KILOBYTE);
            assertThatThrownBy(large::pass)
                    .isInstanceOf(AppApiException.class)
                    .hasMessageContaining(missing.toString())
                    .hasMessageContaining(PROPERTY);
            assertThat(large.connect.log()).isEmpty();
            assertThat(small.pass().counts().rows()).isEqualTo(10);
        }
    }

    @Test
    void eachFailedPassSaysTheSame() throws Exception {
        try (var large = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, 0.5)) {
            large.put(1, LARGE, KILOBYTE);
            Throwable first = catchThrowable(large::pass);
            assertThatThrownBy(large::pass).as("so that the log has it once").hasMessage(first.getMessage());
        }
    }

    @Test
    void whenItIsThereAgainThePassGoesThroughAndLeavesNoFile() throws Exception {
        try (var large = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, 0.5)) {
            large.put(1, LARGE, KILOBYTE);
            assertThatThrownBy(large::pass).isInstanceOf(AppApiException.class);
            Files.createDirectory(missing);

            assertThat(large.pass().counts().rows()).isEqualTo(LARGE);
            assertThat(missing).isEmptyDirectory();
        }
    }

    @Test
    void theStartNamesIt() throws Exception {
        try (var table = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, 0.5);
                var log = new CapturedLog()) {
            assertThat(table.asSyncs()).hasSize(1);
            assertThat(log.lines(PROPERTY)).singleElement().asString().contains("WARN", missing.toString());
        }
    }
}
