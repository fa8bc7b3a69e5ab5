package io.cioconnect.pace;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The system's clocks. A wait ends by time, by an interrupt, or by {@link #end}. */
public final class SystemTime implements Time {
    private final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public Instant instant() {
        return Instant.now();
    }

    @Override
    public boolean sleep(Duration duration) throws InterruptedException {
        return !ended.await(duration.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void end() {
        ended.countDown();
    }
}
