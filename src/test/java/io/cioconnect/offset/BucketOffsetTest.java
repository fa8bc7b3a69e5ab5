package io.cioconnect.offset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketOffsetTest {
    private static final SortedMap<String, Long> KEYS = new TreeMap<>(Map.of(
            "1", 5L, "Ünï\ncode\u0000\uD83D\uDE00", -1L, "", BucketOffset.UNKNOWN, "x", BucketOffset.DELETE_PENDING));
    private static final SortedMap<String, Long> NUMBERS = new TreeMap<>(
            Map.of("-9223372036854775808", 5L, "9223372036854775807", -1L, "0", BucketOffset.DELETED, "-7", 9L));

    @Test
    void comesBackAsItWasWritten() throws Exception {
        BucketOffset offset = BucketOffset.of(KEYS, Instant.EPOCH);
        BucketOffset read = BucketOffset.fromMap(offset.toMap());
        assertThat(read.hashes()).isEqualTo(KEYS);
        assertThat(read.crc()).isEqualTo(offset.crc());
        assertThat(read.toMap()).isEqualTo(offset.toMap());
        assertThat(BucketOffset.fromMap(BucketOffset.EMPTY.toMap()).hashes()).isEmpty();
        BucketOffset numbers = BucketOffset.of(NUMBERS, Instant.EPOCH);
        assertThat(BucketOffset.fromMap(numbers.toMap()).hashes()).isEqualTo(NUMBERS);
        assertThat(numbers.hashes().keySet()).containsExactly("-9223372036854775808", "-7", "0", "9223372036854775807");
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
        assertThat(BucketOffset.fromMap(BucketOffset.fromMap(stored).toMap()).hashes())
                .isEqualTo(Map.of("1", 0L));
    }

    @ParameterizedTest
    @CsvSource({
        "version, 3, version 3 is not known",
        "version, one, needs the number version",
        "hashes, '***', not packed by this connector",
        "hashes, AAAA, cut off",
        "crc, 1, checksum",
        "crc, text, needs the number crc",
        "keys, '', cut off",
        "keys, '***', not packed by this connector",
        "keys, AAAA, not packed by this connector",
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

    /** A dozen KiB may stand for gigabytes of keys, each of which shares all its text with the one before. */
    @Test
    void isRefusedWhenItsKeysWouldTakeMoreMemoryThanAnyThatWasWritten() {
        int length = 2 << 20;
        int count = 2_000;
        var keys = new ByteArrayOutputStream();
        keys.write(2); // texts
        List.of(count, 0, length).forEach(number -> writeNumber(number, keys));
        keys.writeBytes(new byte[length]);
        for (int i = 1; i < count; i++) {
            List.of(length, 0).forEach(number -> writeNumber(number, keys));
        }
        keys.writeBytes(new byte[count + 1]);
        byte[] bytes = keys.toByteArray();
        Map<String, Object> offset =
                Map.of("version", 2L, "keys", Packed.pack(bytes), "hashes", "", "crc", Packed.crc(bytes));

        assertThatThrownBy(() -> BucketOffset.fromMap(offset))
                .isInstanceOf(UnreadableOffsetException.class)
                .hasMessageContaining("keys");
    }

    private static void writeNumber(int number, ByteArrayOutputStream out) {
        int rest = number;
        while (rest > 0x7F) {
            out.write((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    @Test
    void aMillionNumbersTakeLittleRoom() {
        List<Map<String, Long>> buckets = buckets(i -> Integer.toString(100_000_000 + i));
        long bytes = 0;
        for (Map<String, Long> keys : buckets) {
            BucketOffset offset = BucketOffset.of(keys, Instant.EPOCH);
            assertThat(offset.fitsIntoAnOffset()).isTrue();
            assertThat(offset.hashes()).isEqualTo(keys);
            bytes += offset.toMap().toString().length();
        }
        assertThat(bytes).isLessThan(16 << 20);
    }

    @Test
    void aMillionTextsAsLongAsAnIdFitToo() {
        var random = new Random(1);
        List<Map<String, Long>> buckets = buckets(i -> new UUID(random.nextLong(), random.nextLong()).toString());
        assertThat(buckets)
                .allSatisfy(
                        keys -> assertThat(BucketOffset.of(keys, Instant.EPOCH).fitsIntoAnOffset())
                                .isTrue());
    }

    private static List<Map<String, Long>> buckets(IntFunction<String> keys) {
        var random = new Random(2);
        List<Map<String, Long>> buckets = new ArrayList<>();
        for (int bucket = 0; bucket < SourcePartition.BUCKETS; bucket++) {
            buckets.add(new HashMap<>());
        }
        for (int i = 0; i < 1_000_000; i++) {
            String key = keys.apply(i);
            buckets.get(SourcePartition.bucketOf(key)).put(key, random.nextLong());
        }
        return buckets;
    }

    @Test
    void whereItGetsTightHashesGoBeforeKeysAndTheLastKeysFirst() {
        var random = new Random(1);
        Map<String, Long> hashes = new LinkedHashMap<>();
        for (int i = 0; i < 100_000; i++) {
            hashes.put(Integer.toString(7 * i), random.nextLong());
        }
        hashes.put("5", BucketOffset.DELETE_PENDING);
        BucketOffset numbers = BucketOffset.fitting(hashes, Instant.EPOCH);
        assertThat(numbers.fitsIntoAnOffset()).isTrue();
        assertThat(numbers.size()).isEqualTo(hashes.size());
        assertThat(numbers.hashes()).containsEntry("7", BucketOffset.UNKNOWN);
        assertThat(numbers.hashes()).containsEntry("5", BucketOffset.DELETE_PENDING);

        Map<String, Long> incompressible = new LinkedHashMap<>();
        for (int i = 0; i < 3_000; i++) {
            var key = new StringBuilder();
            while (key.length() < 340) {
                key.append((char) ('\u4e00' + random.nextInt(20_000)));
            }
            incompressible.put(key.toString(), random.nextLong());
        }
        BucketOffset some = BucketOffset.fitting(incompressible, Instant.EPOCH);
        assertThat(some.fitsIntoAnOffset()).isTrue();
        assertThat(some.size()).isBetween(400, 2_900);
        assertThat(some.hashes().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        incompressible.keySet().stream().limit(some.size()).toList());
        assertThat(some.toMap().toString().length()).isBetween(600 * 1024, 701 * 1024);
    }
}
