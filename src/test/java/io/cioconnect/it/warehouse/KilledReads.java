package io.cioconnect.it.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.simulator.CustomerIoSimulator.ServedPage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Kills the worker while it waits for a page of deliveries: the page comes only when it is dead. One test's thread, and the simulator's. */
final class KilledReads implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final Pipeline pipeline;
    private @Nullable Held held; // guarded by this

    /** The page that is held back. */
    private static final class Held {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch dead = new CountDownLatch(1);
        private final Predicate<ServedPage> page;

        private Held(Predicate<ServedPage> page) {
            this.page = page;
        }
    }

    KilledReads(Pipeline pipeline) {
        this.pipeline = pipeline;
        pipeline.api().onPage(this::served);
    }

    /**
     * Kills the worker and starts it again.
     *
     * @param page that it waits for when it is killed: the first from now on that matches; asked for each page until then
     * @param begin what makes the worker read, if anything must
     */
    void killAt(Predicate<ServedPage> page, Runnable begin) throws InterruptedException {
        var next = new Held(page);
        synchronized (this) {
            held = next;
        }
        begin.run();
        assertThat(next.asked.await(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("the worker asks for the page")
                .isTrue();
        pipeline.worker().kill();
        next.dead.countDown();
        pipeline.worker().start();
    }

    private void served(ServedPage page) {
        Held now = page.table().equals("deliveries") ? takeIfReached(page) : null;
        if (now != null) {
            now.asked.countDown();
            try {
                now.dead.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the simulator ends
            }
        }
    }

    private synchronized @Nullable Held takeIfReached(ServedPage page) {
        Held now = held;
        if (now == null || !now.page.test(page)) {
            return null;
        }
        held = null;
        return now;
    }

    @Override
    public void close() {
        pipeline.api().onPage(page -> {});
    }
}
