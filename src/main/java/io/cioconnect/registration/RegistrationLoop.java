package io.cioconnect.registration;

import io.cioconnect.metrics.TaskThreads;
import io.cioconnect.pace.Backoff;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that keeps the registration right: at once, then every few minutes; sooner, with growing waits, while it does not succeed.
 * Off the poll thread, so the API's outages touch neither the receiver nor the polled tables.
 */
public final class RegistrationLoop implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RegistrationLoop.class);
    /** A system property, so that tests need not wait; no key of the connector, because nobody else has a reason to change it. */
    private static final Duration CHECK =
            Duration.ofMillis(Long.getLong("io.cioconnect.registration.check.ms", 120_000));

    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);

    /**
     * A port is usually bound at once. Longer than that a webhook is made disabled, so that it is there and users can find its key. A system
     * property, so that tests need not wait.
     */
    private static final Duration UNTIL_BOUND =
            Duration.ofMillis(Long.getLong("io.cioconnect.registration.until.bound.ms", 10_000));

    private static final Duration LOOK = Duration.ofMillis(250);

    private final WebhookRegistrar registrar;
    private final Duration untilBound;
    private final Duration check;
    private final Backoff retries;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private int failures; // in a row

    public RegistrationLoop(WebhookRegistrar registrar) {
        this(registrar, UNTIL_BOUND, CHECK, new Backoff(FIRST_RETRY, CHECK));
    }

    /**
     * A loop with waits of its own.
     *
     * @param untilBound the longest wait for the port before the first check
     * @param check from one check to the next
     * @param retries the waits after checks that failed
     */
    RegistrationLoop(WebhookRegistrar registrar, Duration untilBound, Duration check, Backoff retries) {
        this.registrar = registrar;
        this.untilBound = untilBound;
        this.check = check;
        this.retries = retries;
        this.thread = TaskThreads.named("customerio-registration").newThread(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Returns without waiting for a call under way: it is interrupted, and lists before it changes anything next time. */
    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
    }

    private void run() {
        try {
            await(untilBound, () -> !registrar.lacksOnlyThePort());
            while (closed.getCount() > 0) {
                await(check(), registrar::canEnable);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until the time is over, the loop is closed, or something has happened. */
    private void await(Duration time, BooleanSupplier hasHappened) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0 && !isTrue(hasHappened); left = end - System.nanoTime()) {
            if (closed.await(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS)) {
                return;
            }
        }
    }

    /** Not when it cannot be found out: the next check tells what is wrong. */
    private static boolean isTrue(BooleanSupplier hasHappened) {
        try {
            return hasHappened.getAsBoolean();
        } catch (RuntimeException | Error e) {
            log.debug("Could not find out whether the next check is to come sooner", e);
            return false;
        }
    }

    /** Returns how long to wait until the next check. */
    private Duration check() throws InterruptedException {
        try {
            if (registrar.reconcile()) {
                failures = 0;
                return check;
            }
        } catch (RuntimeException | Error e) {
            // whatever it was: nobody would register the webhook if this thread ended
            log.error("The check of the reporting webhook failed; retrying", e);
        }
        failures++;
        return retries.after(failures);
    }
}
