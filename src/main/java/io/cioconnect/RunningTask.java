package io.cioconnect;

import io.cioconnect.config.CustomerIoSourceConfig;
import java.util.List;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.jspecify.annotations.Nullable;

/** Everything a started task consists of. */
final class RunningTask implements AutoCloseable {
    static RunningTask start(CustomerIoSourceConfig config, TaskAssignment assignment, SourceTaskContext context) {
        throw new UnsupportedOperationException();
    }

    @Nullable
    List<SourceRecord> poll() throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    void acknowledge(SourceRecord record, @Nullable RecordMetadata metadata) {
        throw new UnsupportedOperationException();
    }

    void committed() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
