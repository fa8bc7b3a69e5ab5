package io.cioconnect.listener;

import io.cioconnect.pace.LogThrottle;
import java.net.BindException;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what is wrong with a port and what to do about it, when it begins and then once in a while. One thread at a time. */
final class PortTrouble {
    private static final Logger log = LoggerFactory.getLogger(PortServer.class);

    /** What a port is for, in the words of who looks for the cause. */
    enum Purpose {
        DELIVERIES("Deliveries do not arrive", "webhook.listen.host or webhook.listen.port"),
        HEALTH("Health and status are not served there; deliveries still arrive", "webhook.health.port");

        private final String loss;
        private final String keys;

        Purpose(String loss, String keys) {
            this.loss = loss;
            this.keys = keys;
        }
    }

    private final Purpose purpose;
    private final HostPort address;
    private final Supplier<Optional<String>> holder;
    private final LogThrottle throttle;

    /** @param holder who in this JVM has the port, in a sentence; empty when it is another program */
    PortTrouble(Purpose purpose, HostPort address, Supplier<Optional<String>> holder, LogThrottle throttle) {
        this.purpose = purpose;
        this.address = address;
        this.holder = holder;
        this.throttle = throttle;
    }

    /** The next problem is logged at once. */
    void clear() {
        throttle.reset();
    }

    void reportOldSettingsKept(Exception failure) {
        if (throttle.acquire()) {
            log.error(
                    "Cannot apply webhook.ssl.* to {}: {}. The port keeps its old settings, and the connector retries."
                            + " Correct the keystore's file or webhook.ssl.*",
                    address,
                    reason(failure));
        }
    }

    /** @param asked another version of this plugin has the port, and was asked for it */
    void reportNotOpened(Exception failure, boolean asked) {
        if (!throttle.acquire()) {
            return;
        }
        if (asked) {
            log.info("Port {} belongs to another version of this plugin, which was asked to close it", address);
        } else {
            log.error(
                    "Cannot listen on {}: {}. {}. The connector retries. {}",
                    address,
                    reason(failure),
                    purpose.loss,
                    remedy(failure));
            log.debug("Why {} is not opened", address, failure);
        }
    }

    private String remedy(Exception failure) {
        if (failure instanceof UnusableKeystoreException) {
            return "Correct the keystore's file or webhook.ssl.*";
        }
        return Optional.of(failure)
                .filter(BindException.class::isInstance)
                .flatMap(taken -> holder.get())
                .map(who -> who + ". Correct " + purpose.keys)
                .orElse("Free the port, or correct " + purpose.keys);
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getMessage() == null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }
}
