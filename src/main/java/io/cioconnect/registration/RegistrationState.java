package io.cioconnect.registration;

import java.time.Instant;
import java.util.Optional;

/**
 * How the reporting webhook in Customer.io stands.
 *
 * @param what one of the texts users look for, such as {@code registered}
 * @param detail what to do about it, or what happened; without secrets
 * @param repairedAt when drift was last repaired by this task
 */
public record RegistrationState(String what, String detail, Optional<Instant> repairedAt) {
    static RegistrationState of(String what, String detail) {
        return new RegistrationState(what, detail, Optional.empty());
    }

    static final RegistrationState STARTING = of("starting", "");

    /** The state of a connector whose webhook is looked after by its users. */
    public static final RegistrationState MANUAL = of("manual", "");

    boolean saysTheSameAs(RegistrationState other) {
        return what.equals(other.what) && detail.equals(other.detail);
    }
}
