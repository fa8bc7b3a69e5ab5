package io.cioconnect.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cioconnect.api.AppApiException;
import io.cioconnect.config.RefreshConfig.Deletes;
import io.cioconnect.config.RefreshConfig.Emit;
import io.cioconnect.testing.FakeConnect;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A list that does not fit into memory, and a disk without room for it. The system's limit on the size of a file stands in for the disk: it
 * makes the same write fail, after the same first bytes, and can be lifted again.
 */
class FullDiskTest {
    private static final String PROPERTY = "java.io.tmpdir";
    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");
    private static final int LARGE = 6_000;
    private static final String KILOBYTE = "x".repeat(1_000);

    private final String before = System.getProperty(PROPERTY);

    @TempDir
    private Path directory;

    @BeforeEach
    void useADirectoryOfItsOwn() {
        System.setProperty(PROPERTY, directory.toString());
    }

    @AfterEach
    void restore() {
        System.setProperty(PROPERTY, before);
    }

    @Test
    void aPassWithoutRoomFailsDeletesNothingAndTheNextOneWithRoomDoesItAll() throws Exception {
        assumeTrue(Files.isExecutable(PRLIMIT), "only Linux can change the limits of a running process");
        try (var large = TableFixture.segments(Emit.ALL, Deletes.TOMBSTONE, 0.5)) {
            large.put(1, LARGE, KILOBYTE);
            large.pass();
            large.remove(1, 10);
            int written = large.connect.log().size();

            limitFiles("1048576");
            Throwable first = catchThrowable(large::pass);
            Throwable second = catchThrowable(large::pass);
            limitFiles("unlimited");

            assertThat(first)
                    .isInstanceOf(AppApiException.class)
                    .hasMessageContaining("/v1/segments")
                    .hasMessageContaining(directory + " (" + PROPERTY + ")");
            assertThat(second).as("so that the log has it once").hasMessage(first.getMessage());
            assertThat(large.connect.log()).hasSize(written);
            assertThat(directory).isEmptyDirectory();
            assertThat(large.pass().counts().deleted()).isEqualTo(10);
            assertThat(large.connect.log(large.topic).stream().filter(FakeConnect.Written::isDelete))
                    .hasSize(10);
            assertThat(directory).isEmptyDirectory();
        }
    }

    /** The system writes as much as there is room for, and does not call that a failure. */
    @Test
    void whatWasWrittenInPartIsNotTakenForWritten() throws Exception {
        assumeTrue(Files.isExecutable(PRLIMIT), "only Linux can change the limits of a running process");
        try (var file = new SpoolFile(directory)) {
            limitFiles("1048576");
            Throwable failure = catchThrowable(() -> file.append(ByteBuffer.allocate(1_048_576 + 1)));
            limitFiles("unlimited");

            assertThat(failure).isInstanceOf(IOException.class).hasMessageContaining(directory.toString());
        }
    }

    /** Changes the soft limit of this process. */
    private static void limitFiles(String bytes) throws IOException, InterruptedException {
        Process prlimit = new ProcessBuilder(
                        PRLIMIT.toString(),
                        "--pid",
                        Long.toString(ProcessHandle.current().pid()),
                        "--fsize=" + bytes + ":")
                .inheritIO()
                .start();
        assertThat(prlimit.waitFor()).isZero();
    }
}
