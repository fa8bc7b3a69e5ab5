package io.cioconnect.registration;

import io.cioconnect.pace.Backoff;
import io.cioconnect.pace.Time;
import java.time.Duration;

/**
 * The looks at the list before a task creates a webhook for the first time. The task before it, perhaps on another worker, may have made one
 * a moment ago, and a list may be older than what it lists. No events are missed meanwhile: there is no webhook to send them. One thread.
 */
final class FirstLooks {
    private static final int LOOKS = 5;

    /** Five and a half seconds in all. A system property, so that tests need not wait. */
    private static final Backoff WAITS = new Backoff(
            Duration.ofMillis(Long.getLong("io.cioconnect.registration.look.ms", 500)), Duration.ofSeconds(2));

    private final Time time;
    private boolean ended;

    FirstLooks(Time time) {
        this.time = time;
    }

    /** @param looks how often the list has just been looked at in vain */
    boolean areOver(int looks) {
        return ended || looks >= LOOKS;
    }

    /** Waits until the next look. */
    void await(int looks) throws InterruptedException {
        time.sleep(WAITS.after(looks));
    }

    /** A webhook of ours was found, or there is none. */
    void end() {
        ended = true;
    }
}
