package io.cioconnect.testing;

import io.cioconnect.record.TrackedRecord;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** A record that writes down what it was told. */
public final class TestRecord extends TrackedRecord {
    public final List<String> outcomes = new CopyOnWriteArrayList<>();
    private final boolean row;
    private final int bytes;
    private volatile boolean wanted = true;

    private TestRecord(boolean row, int bytes) {
        super(Map.of("p", "1"), Map.of("o", 1L), "topic", Schema.STRING_SCHEMA, "key", null, null, 0L);
        this.row = row;
        this.bytes = bytes;
    }

    private TestRecord(String topic, Struct content) {
        super(Map.of("p", "1"), Map.of("o", 1L), topic, content.schema(), content, content.schema(), content, 0L);
        this.row = false;
        this.bytes = 10;
    }

    public static TestRecord row(int bytes) {
        return new TestRecord(true, bytes);
    }

    public static TestRecord delivery() {
        return new TestRecord(false, 10);
    }

    /** Its key and its value are this. */
    public static TestRecord delivery(String topic, Struct content) {
        return new TestRecord(topic, content);
    }

    public void expire() {
        wanted = false;
    }

    @Override
    public boolean claim() {
        return wanted;
    }

    @Override
    public void acknowledged(int partition, long offset) {
        outcomes.add("confirmed at " + partition + "-" + offset);
    }

    @Override
    public void filtered() {
        outcomes.add("dropped");
    }

    @Override
    public void failed() {
        outcomes.add("failed");
    }

    @Override
    public boolean isRow() {
        return row;
    }

    @Override
    public int estimatedBytes() {
        return bytes;
    }
}
