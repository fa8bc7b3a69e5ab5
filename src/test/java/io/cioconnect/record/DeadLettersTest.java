package io.cioconnect.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.record.DeadLetters.Origin;
import io.cioconnect.record.DeadLetters.Reason;
import io.cioconnect.schema.RecordCheck;
import io.cioconnect.schema.RowException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
    private static final Instant AT = Instant.parse("2026-11-28T00:00:00Z");

    private final DeadLetters letters = new DeadLetters("cio.quarantine", SizeLimits.standard());

    @Test
    void aRowIsKeyedByTheDigestOfItsJsonAndNamesItsTable() {
        byte[] json = "{\"id\":null}".getBytes(StandardCharsets.UTF_8);

        DeadLetter letter = letters.row(Reason.ROW_WITHOUT_KEY, "snippets", json, AT);

        assertThat(letter.topic()).isEqualTo("cio.quarantine");
        assertThat(letter.countedAs()).isEqualTo("quarantined.row_without_key");
        assertThat(letter.key().getString("sha256"))
                .isEqualTo("185486091df0b98cd0497e39891912209209c94df89bd989a0ab397cde61f1d4");
        assertThat(letter.value().getString("reason")).isEqualTo("row_without_key");
        assertThat(letter.value().getString("event_id")).isNull();
        assertThat(letter.value().getString("object_type")).isEqualTo("snippets");
        assertThat(letter.value().getString("metric")).isNull();
        assertThat(letter.value().getBytes("body")).isEqualTo(json);
        assertThat(letter.value().getInt64("body_size")).isEqualTo(json.length);
        assertThat(letter.value().get("received_at")).isEqualTo(Date.from(AT));
    }

    @Test
    void everyRefusalOfARowHasAReason() {
        assertThat(Stream.of(RowException.Kind.values())
                        .map(kind -> Reason.ofRow(new RowException(kind, "why")).word()))
                .containsExactly("row_without_key", "row_too_large", "row_unstorable");
    }

    @Test
    void whatIsTooLargeEvenForHereIsCut() throws RowException {
        byte[] json = new byte[3 << 20];
        Arrays.fill(json, (byte) '"');

        DeadLetter letter = letters.row(Reason.ROW_TOO_LARGE, "collections", json, AT);

        assertThat(letter.value().getBytes("body")).hasSize(DeadLetters.HEAD_BYTES);
        assertThat(letter.value().getInt64("body_size")).isEqualTo(json.length);
        RecordCheck.check(letter.key(), letter.value(), RecordCheck.MAX_BYTES);
    }

    @Test
    void aBodyIsCutToWhatTheTopicTakes() throws RowException {
        SizeLimits limits = SizeLimits.standard();
        DeadLetters narrow = new DeadLetters("cio.quarantine", limits);
        for (int max : new int[] {100_000, 10_000, 2_000, 600, 0}) {
            limits.setTopicLimit("cio.quarantine", max);
            byte[] body = new byte[200_000];

            DeadLetter letter = narrow.whole(Reason.UNSTORABLE, new Origin("1", "email", "sent"), body, "digest", AT);

            assertThat(letter.value().getInt64("body_size")).isEqualTo(body.length);
            if (max >= 2_000) {
                RecordCheck.check(letter.key(), letter.value(), limits.maxBytes("cio.quarantine"));
                assertThat(letter.value().getBytes("body").length).isGreaterThan((max - 2_000) * 7 / 10);
            }
        }
        limits.setTopicLimit("cio.quarantine", 100_000);
        byte[] fits = new byte[70_000];
        assertThat(narrow.whole(Reason.NOT_JSON, new Origin("", "", ""), fits, "digest", AT)
                        .value()
                        .getBytes("body"))
                .hasSize(fits.length);
    }

    @Test
    void aTextThatCouldNotBeWrittenIsLeftOut() {
        Origin origin = new Origin("\ud83c", "x".repeat(201), "\ud83c\udf89");

        DeadLetter letter = letters.whole(Reason.UNSTORABLE, origin, new byte[0], "digest", AT);

        assertThat(letter.value().getString("event_id")).isNull();
        assertThat(letter.value().getString("object_type")).isNull();
        assertThat(letter.value().getString("metric")).isEqualTo("\ud83c\udf89");
    }
}
