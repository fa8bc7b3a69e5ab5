package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.testing.WebhookSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What is left of a port when nobody needs it any more. */
class ListenerForgettingTest {
    @AutoClose
    private final ManualThreads threads = new ManualThreads();

    private long now;

    /** However busy the machine is: the threads that look after ports are slower than the one that lets time pass. */
    @Test
    void aClosedPortIsForgottenAndNothingTicks() throws Exception {
        var listeners = new Listeners(
                ListenerTimings.STANDARD, () -> now, Clock.systemUTC(), new HashMap<>(), threads.threads());
        WebhookSettings settings = WebhookSettings.valid().keepOpen(Duration.ZERO);
        Lease lease = listeners.lease("cio", 0, settings.config(), new FakeReceiver(), Optional::empty);
        threads.tick();
        assertThat(lease.isBound()).isTrue();
        lease.close();
        now += Duration.ofSeconds(15).toNanos();

        threads.tick();
        threads.tick();

        assertThat(threads.areTicking()).isFalse();
    }
}
