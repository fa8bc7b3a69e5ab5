package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a listener says of deliveries that it refused, and how often. */
class RefusalsTest {
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final AtomicLong nanos = new AtomicLong();
    private final Refusals refusals = new Refusals(new HostPort("0.0.0.0", 8099), PAUSE, nanos::get);

    @Test
    void aWrongSigningKeyIsSaidAtOnceAndThenOnceAMinuteWithItsCount() {
        for (int i = 0; i < 3; i++) {
            refusals.count(Answer.UNVERIFIED);
        }
        assertThat(refusals.due()).containsExactly(Map.entry(Answer.UNVERIFIED, 3L));
        assertThat(refusals.due()).isEmpty();

        refusals.count(Answer.UNVERIFIED);
        nanos.addAndGet(PAUSE.toNanos() - 1);
        assertThat(refusals.due()).as("within the minute").isEmpty();
        refusals.count(Answer.UNVERIFIED);
        nanos.incrementAndGet();
        assertThat(refusals.due()).containsExactly(Map.entry(Answer.UNVERIFIED, 2L));
    }

    @Test
    void eachReasonThatTheOperatorCanMendNamesItsKey() {
        assertThat(Refusals.text(Map.of(Answer.UNVERIFIED, 3L)))
                .isEqualTo(
                        "401: 3 (signature missing or wrong, or timestamp outside webhook.timestamp.tolerance.ms: copy the key that"
                                + " Customer.io shows for the webhook into webhook.signing.keys, and check the worker's clock)");
        assertThat(Refusals.text(Map.of(Answer.FORBIDDEN, 1L)))
                .contains("webhook.allowed.addresses", "webhook.trusted.proxies");
        assertThat(Refusals.text(Map.of(Answer.TOO_SLOW, 1L))).contains("webhook.response.timeout.ms");
        assertThat(Refusals.text(Map.of(Answer.TOO_LARGE, 1L))).contains("webhook.with.content");
        assertThat(Refusals.text(Map.of(Answer.UNSUPPORTED_ENCODING, 1L))).contains("proxy");
        assertThat(Refusals.text(Map.of(Answer.NOT_FOUND, 1L))).contains("webhook.listen.path", "webhook.url.tokens");
    }

    @Test
    void whatIsConfirmedIsNoRefusal() {
        refusals.count(Answer.ACKNOWLEDGED);

        assertThat(refusals.due()).isEmpty();
    }
}
