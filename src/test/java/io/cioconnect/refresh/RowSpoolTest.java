package io.cioconnect.refresh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowSpoolTest {
    @TempDir
    private Path directory;

    @Test
    void fewRowsNeverTouchTheDisk() throws Exception {
        try (var spool = new RowSpool(1000, directory)) {
            spool.append("one".getBytes(UTF_8));
            spool.append("two".getBytes(UTF_8));
            assertThat(spool.read(3, 3)).asString(UTF_8).isEqualTo("two");
            assertThat(spool.usesFile()).isFalse();
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void manyRowsComeBackFromAFileThatIsGoneAfterwards() throws Exception {
        Map<Long, byte[]> rows = new TreeMap<>();
        try (var spool = new RowSpool(1000, directory)) {
            var random = new Random(1);
            for (int i = 0; i < 500; i++) {
                byte[] row = new byte[random.nextInt(3000)];
                random.nextBytes(row);
                if (random.nextInt(5) == 0) {
                    long position = spool.position();
                    spool.append(row);
                    spool.append(row);
                    spool.truncate(position); // a page that broke off
                }
                rows.put(spool.position(), row);
                spool.append(row);
                if (row.length == 0) {
                    rows.remove(spool.position());
                }
            }
            assertThat(spool.usesFile()).isTrue();
            for (var row : rows.entrySet()) {
                assertThat(spool.read(row.getKey(), row.getValue().length)).isEqualTo(row.getValue());
            }
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aRowLargerThanTheMemoryIsKeptWhole() throws Exception {
        byte[] row = new byte[5000];
        new Random(2).nextBytes(row);
        try (var spool = new RowSpool(1000, directory)) {
            spool.append(row);
            spool.append(row);
            assertThat(spool.read(5000, 5000)).isEqualTo(row);
        }
    }

    @Test
    void failsCleanWhenThereIsNoRoomForTheFile() throws Exception {
        try (var spool = new RowSpool(10, directory.resolve("missing"))) {
            spool.append(new byte[8]);
            assertThatThrownBy(() -> spool.append(new byte[8])).isInstanceOf(IOException.class);
        }
    }
}
