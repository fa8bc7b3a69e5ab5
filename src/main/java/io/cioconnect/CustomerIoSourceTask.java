package io.cioconnect;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/** Connect's view of a task: every call goes on to the running task. */
public final class CustomerIoSourceTask extends SourceTask {
    // null until start(); stays after stop(), because acknowledgements may come later than that
    private volatile @Nullable RunningTask running;

    @Override
    public String version() {
        return Version.get();
    }

    @Override
    public void start(Map<String, String> properties) {
        running = RunningTask.start(properties, context);
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        return started().poll();
    }

    @Override
    public void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata) {
        started().acknowledge(record, metadata);
    }

    /** Comes on the thread that flushes the offsets of all tasks, whether or not this one has started yet. */
    @Override
    public void commit() {
        RunningTask started = running;
        if (started != null) {
            started.committed();
        }
    }

    /** Comes on the task's own thread since KAFKA-10792, also when start() failed and there is nothing to stop. */
    @Override
    public void stop() {
        RunningTask started = running;
        if (started != null) {
            started.close();
        }
    }

    private RunningTask started() {
        return Objects.requireNonNull(running, "Connect calls start() first");
    }
}
