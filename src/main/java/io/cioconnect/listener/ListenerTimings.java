package io.cioconnect.listener;

import io.cioconnect.pace.Backoff;
import java.time.Duration;

/**
 * How long things at a listener take. Users cannot set these; tests can.
 *
 * @param idle of a connection between requests. Longer than what load balancers and Customer.io keep one (60 and 90 s): who closes
 *     first must be the client, because a request that meets a closing connection costs an hour
 * @param firstRequest within which a new connection has to send the head of its first request
 * @param head within which the head of any later request has to be complete, from its first byte
 * @param linger how long the rest of a request is still read after its answer was sent, so that the client can read that answer
 * @param tick how often leases, expiry and connections are looked at
 * @param retry waits after failed attempts to bind
 * @param complain how often a problem that persists is logged again
 * @param returnGrace how long a path and its settings are kept for a connector that let go: its tasks may just be restarting
 * @param opening how long after a port was opened an unknown path is answered 503: its connector may still be starting
 * @param keystorePoll how often the keystore is looked at
 */
record ListenerTimings(
        Duration idle,
        Duration firstRequest,
        Duration head,
        Duration linger,
        Duration tick,
        Backoff retry,
        Duration complain,
        Duration returnGrace,
        Duration opening,
        Duration keystorePoll) {

    static final ListenerTimings STANDARD = new ListenerTimings(
            Duration.ofSeconds(120),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofMillis(500),
            new Backoff(Duration.ofMillis(500), Duration.ofSeconds(5)),
            Duration.ofMinutes(1),
            Duration.ofSeconds(15),
            // a system property, so that tests need not wait; no key, because nobody else has a reason to change it
            Duration.ofMillis(Long.getLong("io.cioconnect.listener.opening.ms", 120_000)),
            Duration.ofSeconds(5));
}
