package io.cioconnect.api;

import io.cioconnect.metrics.ApiMetrics;
import io.cioconnect.pace.Backoff;
import io.cioconnect.pace.Time;
import io.cioconnect.schema.RowException;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which answer is worth another try, and when. The policy:
 * <ul>
 *   <li>Broken connections and replies, 408 and 5xx: {@value #TRIES} tries within about 30 s, waits doubling with jitter; {@code Retry-After}
 *       makes a wait longer.
 *   <li>429 with {@code Retry-After}: {@value #TRIES_TOLD_WHEN} tries.
 *   <li>429 without: {@value #TRIES_NOT_TOLD_WHEN} tries, 60 s apart and doubling up to 15 minutes. The doubling goes on in the calls after
 *       this one until one of them is answered.
 * </ul>
 * A 429 makes all calls wait that this JVM makes for the workspace, as the limit is the workspace's. Every try takes a permit. Thread-safe.
 */
final class Retries {
    static final int TRIES = 5;
    static final int TRIES_TOLD_WHEN = 10;
    static final int TRIES_NOT_TOLD_WHEN = 3;

    private static final Logger log = LoggerFactory.getLogger(Retries.class);

    /** The first wait is a system property, so that tests need not wait; no key of the connector, because nobody else has a reason to change it. */
    private static final Backoff BACKOFF =
            new Backoff(Duration.ofMillis(Long.getLong("io.cioconnect.api.retry.ms", 2_000)), Duration.ofSeconds(20));

    private static final double JITTER = 0.2;

    private final Time time;
    private final RateLimiter limiter;
    private final DoubleSupplier random;
    private final Pause pause;
    private final ApiMetrics metrics;

    /**
     * @param pause shared with the other clients of the workspace
     * @param random numbers from 0 to below 1
     */
    Retries(Time time, RateLimiter limiter, Pause pause, ApiMetrics metrics, DoubleSupplier random) {
        this.time = time;
        this.limiter = limiter;
        this.pause = pause;
        this.metrics = metrics;
        this.random = random;
    }

    /** One try of a call. */
    interface Try<T> {
        T run() throws FailedAttempt, RowException, InterruptedException;
    }

    <T> T call(Try<T> once) throws AppApiException, RowException, InterruptedException {
        var tries = new Tries();
        while (true) {
            tries.await();
            metrics.called(tries.isAgain());
            try {
                T result = once.run();
                pause.over();
                return result;
            } catch (FailedAttempt e) {
                tries.failed(e);
                if (!tries.goOn) {
                    throw e.error();
                }
            }
        }
    }

    /** The tries of one call. One thread. */
    private final class Tries {
        private int broken;
        private int refusedWithTime;
        private int refused;
        private Duration wait = Duration.ZERO;
        private boolean goOn = true;

        private boolean isAgain() {
            return broken + refused + refusedWithTime > 0;
        }

        private void await() throws AppApiException, InterruptedException {
            if (!time.sleep(wait) || !pause.await(time) || !time.sleep(limiter.reserve())) {
                throw new AppApiException(0, "the client was closed");
            }
        }

        private void failed(FailedAttempt failure) {
            goOn = switch (failure.kind()) {
                case PERMANENT -> false;
                case TRANSIENT -> {
                    broken++;
                    double factor = 1 + JITTER * (2 * random.getAsDouble() - 1);
                    wait = Duration.ofMillis((long) (BACKOFF.after(broken).toMillis() * factor));
                    wait = failure.retryAfter().compareTo(wait) > 0 ? failure.retryAfter() : wait;
                    yield broken < TRIES;
                }
                case THROTTLED -> refused(failure);
            };
            goOn &= failure.isRepeatable();
            if (failure.kind() != FailedAttempt.Kind.THROTTLED
                    && failure.error().status() != 0) {
                pause.over();
            }
            if (goOn) {
                log.debug("{}; retrying", failure.error().getMessage());
            }
        }

        private boolean refused(FailedAttempt failure) {
            wait = Duration.ZERO;
            metrics.throttled();
            if (failure.saysWhen()) {
                pause.lasts(failure.retryAfter());
                return ++refusedWithTime < TRIES_TOLD_WHEN;
            }
            log.warn(
                    "{}; there is no Retry-After, so all calls wait {} s",
                    failure.error().getMessage(),
                    pause.lengthen().plusMillis(999).toSeconds()); // a started second counts
            return ++refused < TRIES_NOT_TOLD_WHEN;
        }
    }
}
