package io.cioconnect.it.harness;

import java.util.ArrayList;
import java.util.List;

/** Follows a topic of one partition from its beginning. One thread. */
public final class TopicTail {
    private final TopicReader reader;
    private final String topic;
    private long next;

    public TopicTail(TopicReader reader, String topic) {
        this.reader = reader;
        this.topic = topic;
    }

    public String topic() {
        return topic;
    }

    /** What was written since the last call. */
    public List<TopicRecord> more() {
        List<TopicRecord> records = new ArrayList<>();
        reader.forEach(topic, next, record -> {
            records.add(TopicRecord.of(record));
            next = record.offset() + 1;
        });
        return records;
    }
}
