package io.cioconnect.offset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowOffsetTest {
    private static final WindowOffset OFFSET = new WindowOffset(
            Duration.ofHours(2),
            Set.of("deliveries", "delivery_metrics"),
            Set.of("email"),
            Optional.of(read(1_700_000_000, 1_700_000_100)),
            Optional.of(read(0, 0)));

    private static WindowOffset.Read read(long since, long until) {
        return new WindowOffset.Read(
                Instant.ofEpochMilli(1_700_000_200_123L), since, until, List.of(new Window(since, until)));
    }

    @Test
    void comesBackAsItWasWritten() throws Exception {
        assertThat(WindowOffset.fromMap(OFFSET.toMap())).isEqualTo(OFFSET);
    }

    /** Or else the other types would be missing for good when they are selected later. */
    @Test
    void whatWasReadOfOneTypeDoesNotCoverAll() {
        Set<String> tables = Set.of("deliveries");
        assertThat(OFFSET.covers(tables, Set.of("email"))).isTrue();
        assertThat(OFFSET.covers(tables, Set.of("email", "push"))).isFalse();
        assertThat(OFFSET.covers(tables, Set.of())).as("all types").isFalse();
    }

    /** Whoever stores an offset over REST is to see what is wrong with it, not a stack trace, and not a task that fails later. */
    @ParameterizedTest
    @CsvSource({
        "tables, 'deliveries,deliveries', twice",
        "types, 'email,sms,email', twice",
        "age, -1, age",
        "age, 9223372036854775807, age",
        "last_since, 4611686018427387903, last_since",
        "last_until, -1, before",
        "last_until, 4611686018427387903, last_until",
        "last_until, 1699999998, before",
        "underway_since, 1, before",
        "underway_started_at, 9223372036854775807, underway_started_at"
    })
    void isRefusedWithWhatIsWrong(String field, String value, String complaint) {
        Map<String, Object> wrong = new HashMap<>(OFFSET.toMap());
        wrong.put(field, value.matches("-?\\d+") ? Long.valueOf(value) : (Object) value);

        assertThatThrownBy(() -> WindowOffset.fromMap(wrong))
                .isInstanceOf(UnreadableOffsetException.class)
                .hasMessageContaining(complaint);
        Map<String, String> partition =
                WindowPartition.ofAge(0, "deliveries", "cio.deliveries").toMap();
        assertThatThrownBy(() -> StoredOffsets.check(partition, wrong)).isInstanceOf(ConnectException.class);
    }
}
