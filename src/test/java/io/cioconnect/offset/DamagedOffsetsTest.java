package io.cioconnect.offset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.testing.Damage;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Offsets that somebody stored over REST are read as what was written, or refused with a text that says what to do. */
class DamagedOffsetsTest {
    private static final Map<String, Object> BUCKET = BucketOffset.of(
                    Map.of("1", 5L, "2", -7L, "\u00fcn\u00ef", 0L), Instant.EPOCH)
            .toMap();
    private static final Map<String, Object> PASS = new PassOffset(
                    Instant.ofEpochMilli(1),
                    Instant.ofEpochMilli(2),
                    3,
                    2,
                    1,
                    true,
                    4,
                    Map.of(0, 5L),
                    Collections.nCopies(SourcePartition.BUCKETS, new PassOffset.Bucket(6, true, new BitSet())))
            .toMap();

    @Provide
    Arbitrary<List<Damage>> damage() {
        return Damage.several();
    }

    @Provide
    Arbitrary<Object> values() {
        return Arbitraries.oneOf(
                Arbitraries.longs().asGeneric(),
                Arbitraries.doubles().asGeneric(),
                Arbitraries.strings().ofMaxLength(20).asGeneric(),
                Arbitraries.of(true, false).asGeneric(),
                Arbitraries.of(List.of(), Map.of()).asGeneric(),
                Arbitraries.just((Object) null).asGeneric());
    }

    @Property
    void aBucketIsReadOrRefused(
            @ForAll("damage") List<Damage> damage, @ForAll int field, @ForAll("values") @Nullable Object value) {
        for (Map<String, Object> altered : List.of(altered(BUCKET, field, damage), replaced(BUCKET, field, value))) {
            Map<String, String> partition =
                    SourcePartition.ofBucket(7, "segments", "cio.segments").toMap();
            if (isAccepted(partition, altered)) {
                assertThat(read(altered).hashes()).isEqualTo(read(BUCKET).hashes());
            }
        }
    }

    @Property
    void aPassIsReadOrRefused(
            @ForAll("damage") List<Damage> damage, @ForAll int field, @ForAll("values") @Nullable Object value)
            throws Exception {
        Map<String, String> partition =
                SourcePartition.ofPass("segments", "cio.segments").toMap();
        for (Map<String, Object> altered : List.of(altered(PASS, field, damage), replaced(PASS, field, value))) {
            if (isAccepted(partition, altered)) {
                PassOffset read = PassOffset.fromMap(altered);
                assertThat(PassOffset.fromMap(read.toMap())).isEqualTo(read);
            }
        }
    }

    private static boolean isAccepted(Map<String, ?> partition, Map<String, Object> offset) {
        try {
            StoredOffsets.check(partition, offset);
            return true;
        } catch (ConnectException refused) {
            assertThat(refused).hasMessageContaining("set the offset to null");
            return false;
        }
    }

    private static BucketOffset read(Map<String, Object> offset) {
        try {
            return BucketOffset.fromMap(offset);
        } catch (UnreadableOffsetException e) {
            throw new AssertionError(offset + " was accepted", e);
        }
    }

    /** One text of the offset damaged. */
    private static Map<String, Object> altered(Map<String, Object> offset, int field, List<Damage> damage) {
        Map<String, Object> altered = new HashMap<>(offset);
        altered.computeIfPresent(
                name(offset, field),
                (name, value) -> value instanceof String text
                        ? new String(Damage.to(text.getBytes(UTF_8), damage), UTF_8)
                        : value);
        return altered;
    }

    private static Map<String, Object> replaced(Map<String, Object> offset, int field, @Nullable Object value) {
        Map<String, Object> replaced = new HashMap<>(offset);
        replaced.put(name(offset, field), value);
        return replaced;
    }

    private static String name(Map<String, Object> offset, int field) {
        List<String> names = offset.keySet().stream().sorted().toList();
        return names.get(Math.floorMod(field, names.size()));
    }
}
