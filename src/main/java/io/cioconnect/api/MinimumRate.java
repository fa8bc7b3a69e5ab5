package io.cioconnect.api;

import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Source;

/**
 * A body that fails when less than 1 KiB a second arrives over a minute: a reply that drips would otherwise hold its task's only thread for
 * ever. Only the time spent waiting for bytes counts, not the time the reader takes for them.
 */
final class MinimumRate extends ForwardingSource {
    private static final long WINDOW = Duration.ofMinutes(1).toNanos();
    private static final long BYTES_IN_WINDOW = 60 * 1024;

    private final LongSupplier nanoTime;
    private long waited;
    private long arrived;

    MinimumRate(Source body, LongSupplier nanoTime) {
        super(body);
        this.nanoTime = nanoTime;
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
        long before = nanoTime.getAsLong();
        long read = super.read(sink, byteCount);
        waited += nanoTime.getAsLong() - before;
        arrived += Math.max(0, read);
        if (waited >= WINDOW) {
            if (read >= 0 && arrived < BYTES_IN_WINDOW) {
                throw new IOException("less than 1 KiB a second arrived over a minute");
            }
            waited = 0;
            arrived = 0;
        }
        return read;
    }
}
