package io.cioconnect.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much of a disk a pass may take. The file is a real one, the disk is made up. */
class SpoolFileTest {
    private static final int PIECE = 16 << 20;
    private static final long SIZE = 2L << 30;
    private static final long RESERVE = SIZE / 10;

    @TempDir
    private Path directory;

    private final Disk disk = new Disk();

    private static final class Disk implements DiskSpace {
        private long usable = SIZE;
        private int looks;
        private @Nullable IOException failure;

        @Override
        public long usable() throws IOException {
            looks++;
            if (failure != null) {
                throw failure;
            }
            return usable;
        }

        @Override
        public long total() {
            return SIZE;
        }
    }

    @Test
    void aFileThatWouldFillTheDiskIsNotWrittenOn() throws Exception {
        try (var file = new SpoolFile(directory, disk)) {
            write(file, 4);
            disk.usable = RESERVE - 1;
            write(file, 3);

            assertThatThrownBy(() -> write(file, 1))
                    .isInstanceOf(SpoolException.class)
                    .hasMessageContaining(directory + " (java.io.tmpdir)")
                    .hasMessageContaining("nearly full")
                    .hasMessageContaining("204 MiB are left to others");
        }
    }

    /** A failure of any other kind would be taken for one of the App API. */
    @Test
    void aDiskThatCannotBeAskedIsNamed() throws Exception {
        disk.failure = new IOException("no such directory any more");
        try (var file = new SpoolFile(directory, disk)) {
            assertThatThrownBy(() -> write(file, 4))
                    .isInstanceOf(SpoolException.class)
                    .hasMessageContaining(directory + " (java.io.tmpdir)")
                    .hasMessageContaining("no such directory any more");
        }
    }

    @Test
    void aDiskThatIsNearlyFullStillTakesSmallFiles() throws Exception {
        disk.usable = RESERVE - 1;
        try (var file = new SpoolFile(directory, disk)) {
            write(file, 3);
            file.truncate(PIECE);
            write(file, 2);
            assertThat(disk.looks).isZero();
        }
    }

    @Test
    void aDiskWithRoomIsAskedNowAndThen() throws Exception {
        try (var file = new SpoolFile(directory, disk)) {
            write(file, 12);
            assertThat(disk.looks).isEqualTo(3);
        }
    }

    @Test
    void whatWasWrittenAgainAfterAPageBrokeOffCountsToo() throws Exception {
        try (var file = new SpoolFile(directory, disk)) {
            write(file, 4);
            file.truncate(0);
            write(file, 4);
            assertThat(disk.looks).isEqualTo(2);
        }
    }

    private static void write(SpoolFile file, int pieces) throws IOException {
        for (int i = 0; i < pieces; i++) {
            file.append(ByteBuffer.allocate(PIECE));
        }
    }
}
