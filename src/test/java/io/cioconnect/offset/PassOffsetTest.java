package io.cioconnect.offset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PassOffsetTest {
    private static final PassOffset PASS = new PassOffset(
            Instant.parse("2026-11-21T12:00:00.123Z"),
            Instant.parse("2026-11-21T12:00:05Z"),
            7,
            4,
            2,
            true,
            99,
            Map.of(0, 5L, 11, 1L << 40),
            buckets());

    private static List<PassOffset.Bucket> buckets() {
        var buckets = new ArrayList<PassOffset.Bucket>();
        for (int i = 0; i < SourcePartition.BUCKETS; i++) {
            BitSet held = new BitSet();
            held.set(i * 3);
            buckets.add(new PassOffset.Bucket(4_000_000_000L + i, i % 2 == 0, held));
        }
        return buckets;
    }

    @Test
    void comesBackAsItWasWritten() throws Exception {
        assertThat(PassOffset.fromMap(PASS.toMap())).isEqualTo(PASS);
        assertThat(PassOffset.fromMap(PassOffset.none().toMap())).isEqualTo(PassOffset.none());
    }

    @Test
    void theFormOfVersionOneStaysReadable() throws Exception {
        Map<String, Object> stored = new HashMap<>(Map.of("finished_at", 5L, "rows", 7L, "started_at", 3L));
        stored.putAll(Map.of(
                "buckets", "eAFTdLkvw8gABIqjjNFAID0lAABGvFhB", "crc", 4195269069L, "tracked", true, "version", 1L));
        var expected = new PassOffset(
                Instant.ofEpochMilli(3),
                Instant.ofEpochMilli(5),
                7,
                -1,
                -1,
                true,
                0,
                Map.of(),
                PassOffset.none().buckets());
        assertThat(PassOffset.fromMap(stored)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "version, 3, version 3 is not known",
        "positions, 1, needs the text positions",
        "positions, 1:x, partition:offset",
        "columns, none, needs the number columns",
        "crc, 1, checksum",
        "buckets, '', cut off",
        "changed, many, needs the number changed",
        "rows, many, needs the number rows",
        "started_at, today, needs the number started_at",
        "tracked, 1, needs true or false"
    })
    void isRefusedWhenItWasAltered(String field, String value, String complaint) {
        Map<String, Object> altered = new HashMap<>(PASS.toMap());
        altered.put(field, value.matches("[0-9]+") ? (Object) Long.valueOf(value) : value);
        assertThatThrownBy(() -> PassOffset.fromMap(altered))
                .isInstanceOf(UnreadableOffsetException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void aFullOneFitsIntoAnOffset() {
        var buckets = new ArrayList<PassOffset.Bucket>();
        for (int i = 0; i < SourcePartition.BUCKETS; i++) {
            BitSet held = BitSet.valueOf(new java.util.Random(i).longs(50).toArray());
            buckets.add(new PassOffset.Bucket(i, true, held));
        }
        var pass = new PassOffset(Instant.EPOCH, Instant.EPOCH, 0, 0, 0, true, 0, Map.of(), buckets);
        assertThat(pass.toMap().toString().length()).isLessThan(64 * 1024);
    }
}
