package io.cioconnect.offset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketOffsetTest {
    private static final SortedMap<String, Long> KEYS = new TreeMap<>(Map.of(
            "1", 5L, "Ünï\ncode\u0000\uD83D\uDE00", -1L, "", BucketOffset.UNKNOWN, "x", BucketOffset.DELETE_PENDING));

    @Test
    void comesBackAsItWasWritten() throws Exception {
        BucketOffset offset = BucketOffset.of(KEYS, Instant.EPOCH);
        BucketOffset read = BucketOffset.fromMap(offset.toMap());
        assertThat(read.hashes()).isEqualTo(KEYS);
        assertThat(read.crc()).isEqualTo(offset.crc());
        assertThat(read.toMap()).isEqualTo(offset.toMap());
        assertThat(BucketOffset.fromMap(BucketOffset.EMPTY.toMap()).hashes()).isEmpty();
    }

    @Test
    void noTwoPassesWriteTheSame() {
        BucketOffset first = BucketOffset.of(KEYS, Instant.ofEpochMilli(1));
        assertThat(BucketOffset.of(KEYS, Instant.ofEpochMilli(2)).crc()).isNotEqualTo(first.crc());
        assertThat(BucketOffset.of(KEYS, Instant.ofEpochMilli(1)).crc()).isEqualTo(first.crc());
    }

    @Test
    void theFormOfVersionOneStaysReadable() throws Exception {
        Map<String, Object> stored = Map.of("crc", 2187898724L, "keys", "eAFjYGBgZABiQyABBgAB4gA0", "version", 1L);
        assertThat(BucketOffset.fromMap(stored).hashes()).isEqualTo(Map.of("1", 0L));
    }

    @ParameterizedTest
    @CsvSource({
        "version, 2, version 2 is not known",
        "version, one, needs the number version",
        "crc, 1, checksum",
        "crc, text, needs the number crc",
        "keys, '', cut off",
        "keys, '***', not what this connector packed",
        "keys, AAAA, not what this connector packed",
        "keys, eJxjYAAC, cut off"
    })
    void isRefusedWhenItWasAltered(String field, String value, String complaint) {
        Map<String, Object> altered =
                new HashMap<>(BucketOffset.of(KEYS, Instant.EPOCH).toMap());
        altered.put(field, value.matches("[0-9]+") ? (Object) Long.valueOf(value) : value);
        assertThatThrownBy(() -> BucketOffset.fromMap(altered))
                .isInstanceOf(UnreadableOffsetException.class)
                .hasMessageContaining(complaint);
        altered.remove(field);
        assertThatThrownBy(() -> BucketOffset.fromMap(altered)).isInstanceOf(UnreadableOffsetException.class);
    }

    @Test
    void aHundredThousandKeysFitIntoTheirBuckets() {
        var random = new Random(1);
        var buckets = new HashMap<Integer, SortedMap<String, Long>>();
        for (int i = 0; i < 100_000; i++) {
            String key = Integer.toString(100_000_000 + i);
            buckets.computeIfAbsent(SourcePartition.bucketOf(key), bucket -> new TreeMap<>())
                    .put(key, random.nextLong());
        }
        assertThat(buckets).hasSize(SourcePartition.BUCKETS);
        assertThat(buckets.values()).allSatisfy(keys -> {
            BucketOffset offset = BucketOffset.of(keys, Instant.EPOCH);
            assertThat(offset.fitsIntoAnOffset()).isTrue();
            assertThat(offset.toMap().toString().length()).isLessThan(32 * 1024);
            assertThat(keys.size()).isBetween(1_300, 1_850);
        });
    }

    @Test
    void tellsWhenItIsTooLargeForAnOffset() {
        var random = new Random(1);
        var keys = new TreeMap<String, Long>();
        BucketOffset last = BucketOffset.EMPTY;
        BucketOffset offset = BucketOffset.EMPTY;
        while (offset.fitsIntoAnOffset()) {
            last = offset;
            for (int i = 0; i < 100; i++) {
                keys.put(Long.toString(random.nextLong(), 36).repeat(10), random.nextLong());
            }
            offset = BucketOffset.of(keys, Instant.EPOCH);
        }
        assertThat(last.toMap().toString().length()).isBetween(200 * 1024, 256 * 1024);
    }
}
