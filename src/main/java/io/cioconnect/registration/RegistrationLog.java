package io.cioconnect.registration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the state of the registration and logs each change of it once. One thread changes it, any may read it. */
final class RegistrationLog {
    private static final Logger log = LoggerFactory.getLogger(WebhookRegistrar.class);

    private final String webhookName;
    private volatile RegistrationState state = RegistrationState.STARTING;

    RegistrationLog(String webhookName) {
        this.webhookName = webhookName;
    }

    RegistrationState state() {
        return state;
    }

    void changeTo(RegistrationState next) {
        boolean isNews = !next.saysTheSameAs(state);
        state = next;
        if (!isNews) {
            return;
        }
        String detail = next.detail().isEmpty() ? "" : " (" + next.detail() + ")";
        if (next.needsAttention()) {
            log.warn("Reporting webhook \"{}\": {}{}", webhookName, next.what(), detail);
        } else {
            log.info("Reporting webhook \"{}\": {}{}", webhookName, next.what(), detail);
        }
    }
}
