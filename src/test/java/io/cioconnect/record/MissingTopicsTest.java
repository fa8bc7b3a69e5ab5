package io.cioconnect.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MissingTopicsTest {
    private static final Map<String, String> NOTHING = Map.of();
    private static final List<String> TOPICS = List.of("cio.segments", "cio.campaigns");

    @Test
    void topicsThatConnectCreatesAreNotMentioned() {
        MissingTopics missing = MissingTopics.of(NOTHING, true);

        assertThat(missing.areCreated()).isTrue();
        assertThat(missing.advice(TOPICS)).isEmpty();
    }

    @Test
    void connectorThatDoesNotSayHowIsToldOnceForEachTopic() {
        MissingTopics missing = MissingTopics.of(NOTHING, false);

        assertThat(missing.areCreated()).isFalse();
        assertThat(missing.advice(TOPICS))
                .hasValueSatisfying(text -> assertThat(text)
                        .contains("cio.campaigns, cio.segments, or set topic.creation.default.replication.factor"));
        assertThat(missing.advice(TOPICS)).isEmpty();
        assertThat(missing.advice(List.of("cio.segments", "cio.quarantine")))
                .hasValueSatisfying(text -> assertThat(text).contains("the topics cio.quarantine, or"));
    }

    @Test
    void workerThatCreatesNoneIsToldWhateverTheConnectorSays() {
        Map<String, String> worker = Map.of("topic.creation.enable", " False ");

        assertThat(MissingTopics.of(worker, true).advice(TOPICS))
                .hasValueSatisfying(text -> assertThat(text).contains("topic.creation.enable=true in the worker's"));
        assertThat(MissingTopics.of(Map.of("topic.creation.enable", "true"), true)
                        .areCreated())
                .isTrue();
    }
}
