package io.cioconnect.registration;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that keeps the registration right: at once, then every few minutes; sooner, with growing waits, while it does not succeed.
 * Off the poll thread, so the API's outages touch neither the receiver nor the list tables.
 */
public final class RegistrationLoop implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RegistrationLoop.class);
    private static final Duration CHECK = Duration.ofMinutes(2);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);

    private final WebhookRegistrar registrar;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    public RegistrationLoop(WebhookRegistrar registrar, String connector) {
        this.registrar = registrar;
        this.thread = new Thread(this::run, "customerio-registration-" + connector);
        this.thread.setDaemon(true);
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
        Duration wait = Duration.ZERO;
        try {
            while (!closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                wait = next(wait);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration next(Duration wait) throws InterruptedException {
        try {
            if (registrar.reconcile()) {
                return CHECK;
            }
        } catch (RuntimeException e) {
            log.error("The check of the reporting webhook failed; it is tried again", e);
        }
        Duration doubled = wait.multipliedBy(2);
        if (doubled.compareTo(FIRST_RETRY) < 0) {
            return FIRST_RETRY;
        }
        return doubled.compareTo(CHECK) > 0 ? CHECK : doubled;
    }
}
