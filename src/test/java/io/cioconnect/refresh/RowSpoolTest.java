package io.cioconnect.refresh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowSpoolTest {
    private static final int LANES = 3;

    @TempDir
    private Path directory;

    @Test
    void fewEntriesNeverTouchTheDisk() throws Exception {
        // a directory that does not exist shows that no file is made
        try (var spool = new RowSpool(LANES, 1000, new SpoolFile(directory.resolve("missing")))) {
            append(spool, 0, "one".getBytes(UTF_8));
            append(spool, 1, "elsewhere".getBytes(UTF_8));
            append(spool, 0, "two".getBytes(UTF_8));
            assertThat(read(spool, 0, 3, 3)).asString(UTF_8).isEqualTo("two");
            assertThat(spool.end(0)).isEqualTo(6);
            assertThat(spool.end(2)).isZero();
        }
    }

    @Test
    void manyEntriesComeBackFromAFileThatIsGoneAfterwards() throws Exception {
        List<Map<Long, byte[]>> lanes = new ArrayList<>();
        for (int lane = 0; lane < LANES; lane++) {
            lanes.add(new TreeMap<>());
        }
        try (var spool = new RowSpool(LANES, 1000, new SpoolFile(directory))) {
            var random = new Random(1);
            for (int i = 0; i < 1000; i++) {
                if (random.nextInt(5) == 0) {
                    appendAndForget(spool, random);
                }
                int lane = random.nextInt(LANES);
                byte[] entry = entry(random);
                lanes.get(lane).put(spool.end(lane), entry);
                append(spool, lane, entry);
            }
            for (int lane = 0; lane < LANES; lane++) {
                for (var entry : lanes.get(lane).entrySet()) {
                    assertThat(read(spool, lane, entry.getKey(), entry.getValue().length))
                            .isEqualTo(entry.getValue());
                }
            }
        }
        assertThat(directory).isEmptyDirectory();
    }

    /** A page that broke off. */
    private static void appendAndForget(RowSpool spool, Random random) throws IOException {
        long[] ends = {spool.end(0), spool.end(1), spool.end(2)};
        for (int i = random.nextInt(8); i >= 0; i--) {
            append(spool, random.nextInt(LANES), entry(random));
        }
        for (int lane = 0; lane < LANES; lane++) {
            spool.truncate(lane, ends[lane]);
        }
        spool.compact();
    }

    @Test
    void anEntryLargerThanTheMemoryIsKeptWhole() throws Exception {
        byte[] entry = new byte[5000];
        new Random(2).nextBytes(entry);
        try (var spool = new RowSpool(LANES, 1000, new SpoolFile(directory))) {
            append(spool, 2, entry);
            append(spool, 2, entry);
            assertThat(read(spool, 2, 5000, 5000)).isEqualTo(entry);
        }
    }

    @Test
    void whatBrokeOffLeavesNoRoomTakenInTheFile() throws Exception {
        var file = new SpoolFile(directory);
        try (var spool = new RowSpool(LANES, 1000, file)) {
            append(spool, 0, new byte[900]);
            for (int attempt = 0; attempt < 3; attempt++) {
                for (int i = 0; i < 100; i++) {
                    append(spool, 1, new byte[900]);
                }
                spool.truncate(1, 0);
                spool.compact();
                assertThat(file.length()).isEqualTo(900);
            }
        }
    }

    @Test
    void saysWhereThereIsNoRoomForTheFile() throws Exception {
        Path missing = directory.resolve("missing");
        try (var spool = new RowSpool(LANES, 10, new SpoolFile(missing))) {
            append(spool, 0, new byte[8]);
            assertThatThrownBy(() -> append(spool, 0, new byte[8]))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(missing.toString())
                    .hasMessageContaining("java.io.tmpdir");
        }
    }

    private static byte[] entry(Random random) {
        byte[] entry = new byte[1 + random.nextInt(3000)];
        random.nextBytes(entry);
        return entry;
    }

    private static void append(RowSpool spool, int lane, byte[] entry) throws IOException {
        spool.append(lane, ByteBuffer.wrap(entry));
    }

    private static byte[] read(RowSpool spool, int lane, long position, int length) throws IOException {
        byte[] entry = new byte[length];
        spool.read(lane, position, length).get(entry);
        return entry;
    }
}
