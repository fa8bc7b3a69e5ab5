package io.cioconnect.offset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourcePartitionTest {
    private static final SourcePartition PARTITION = SourcePartition.ofBucket(7, "campaigns", "cio.campaigns");

    @Test
    void isInTheOrderOfTheRestApiBecauseConnectComparesItsBytes() {
        assertThat(PARTITION.toMap().toString())
                .isEqualTo(new HashMap<>(PARTITION.toMap()).toString())
                .isEqualTo("{bucket=07, topic=cio.campaigns, table=campaigns}");
        assertThat(SourcePartition.ofPass("b", "c").toMap()).containsEntry("bucket", "pass");
    }

    @Test
    void comesBackAsItWasWritten() throws Exception {
        assertThat(SourcePartition.fromMap(PARTITION.toMap())).isEqualTo(PARTITION);
    }

    @Test
    void theFormThatNamesTheApisHostStaysReadable() throws Exception {
        Map<String, String> old = PARTITION.withHost("api.customer.io");
        assertThat(old.toString()).isEqualTo("{bucket=07, topic=cio.campaigns, api=api.customer.io, table=campaigns}");
        assertThat(SourcePartition.fromMap(old)).isEqualTo(PARTITION);
    }

    @Test
    void aKeyStaysInItsBucketForEver() {
        assertThat(IntStream.rangeClosed(1, 8).map(key -> SourcePartition.bucketOf(Integer.toString(key))))
                .containsExactly(55, 13, 27, 56, 46, 20, 2, 19);
        assertThat(SourcePartition.bucketOf("Grüße")).isEqualTo(49);
        assertThat(SourcePartition.bucketOf("")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"bucket, 64", "bucket, 7", "bucket, all", "api, ''", "topic, ' '", "more, 1"})
    void isRefusedWhenItIsNotOneOfOurs(String field, String value) {
        Map<String, Object> altered = new HashMap<>(PARTITION.toMap());
        altered.put(field, value);
        assertThatThrownBy(() -> SourcePartition.fromMap(altered)).isInstanceOf(UnreadableOffsetException.class);
        altered.remove("topic");
        assertThatThrownBy(() -> SourcePartition.fromMap(altered)).isInstanceOf(UnreadableOffsetException.class);
    }
}
