package io.cioconnect.registration;

import io.cioconnect.api.AppApiException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How the reporting webhook in Customer.io stands.
 *
 * @param what one of the texts users look for, such as {@code registered}
 * @param detail what to do about it, or what happened; without secrets
 * @param repairedAt when drift was last repaired by this task
 * @param eventNamesRefused how many event names Customer.io refused, so that these events do not come
 */
public record RegistrationState(String what, String detail, Optional<Instant> repairedAt, int eventNamesRefused) {
    /** What differs with every reply: Customer.io's support reference, and the place where the JSON is broken. */
    private static final Pattern OF_ONE_REPLY = Pattern.compile("\\s*\\(reference [^)]*\\)| at line \\d+, column \\d+");

    static final RegistrationState STARTING = of("starting", "");

    /** The state during the first looks. */
    static final RegistrationState LOOKING =
            of(STARTING.what(), "no webhook of this connector is listed; looking again before one is created");

    /** The state of a connector whose webhook is looked after by its users. */
    public static final RegistrationState MANUAL = of("manual", "");

    /** What a task with another receiver than the first knows of the webhook. */
    public static final RegistrationState OF_FIRST_RECEIVER = of(
            "see receiver 0",
            "the task of receiver 0 keeps the webhook as configured; GET /status on the worker that runs it shows the state");

    static RegistrationState of(String what, String detail) {
        return new RegistrationState(what, detail, Optional.empty(), 0);
    }

    /** What a call that failed means. */
    static RegistrationState failed(AppApiException e) {
        String text = e.getMessage();
        return switch (e.status()) {
            case 200 -> of("not understood", text);
            case 401 -> of("not permitted: key refused", text);
            case 403 ->
                of(
                        "not permitted: key lacks scope",
                        text + " Or register the webhook by hand and set webhook.registration=manual.");
            case 400, 409, 422 -> of("refused by Customer.io", text);
            default -> of("not reached", text);
        };
    }

    /**
     * What was found at a check, or made of it.
     *
     * @param waits the connector will enable the webhook when the port is bound and deliveries can be verified
     * @param moving from an older token to the newest
     * @param differences what the API accepts and does not keep
     * @param refused event names that were left out
     * @param repaired drift was repaired now
     * @param repairedAt drift was last repaired
     */
    record Facts(
            boolean canVerify,
            boolean disabled,
            boolean waits,
            boolean moving,
            List<String> differences,
            Set<String> refused,
            boolean repaired,
            Optional<Instant> repairedAt) {}

    static RegistrationState of(String webhookName, Facts facts) {
        int refused = facts.refused().size();
        String leftOut = refused == 0
                ? ""
                : "refused by Customer.io and left out: "
                        + facts.refused().stream().sorted().toList();
        if (!facts.canVerify()) {
            return new RegistrationState(
                    facts.disabled() ? "disabled: waiting for signing key" : "waiting for signing key",
                    "open the page of the reporting webhook \"" + webhookName
                            + "\" in Customer.io, copy its signing key, and set it as webhook.signing.keys of this connector",
                    facts.repairedAt(),
                    refused);
        }
        if (facts.disabled()) {
            return new RegistrationState(
                    facts.waits() ? "disabled: waiting for port" : "disabled by hand",
                    facts.waits()
                            ? "the receiver's port is not bound; the connector enables the webhook as soon as it is"
                            : "events are not sent; enable the webhook in Customer.io",
                    facts.repairedAt(),
                    refused);
        }
        if (!facts.differences().isEmpty()) {
            return new RegistrationState(
                    "differs: " + String.join(", ", facts.differences()),
                    "Customer.io accepts this and does not keep it; set it on the webhook's page in Customer.io, or configure what"
                            + " Customer.io shows"
                            + (refused == 0 ? "" : "; " + leftOut),
                    facts.repairedAt(),
                    refused);
        }
        String moving = facts.moving() ? "moves to the newest token at the next check, when all receivers know it" : "";
        return new RegistrationState(
                facts.repaired() ? "drift repaired at " + facts.repairedAt().orElseThrow() : "registered",
                facts.moving() ? moving : leftOut,
                facts.repairedAt(),
                refused);
    }

    /** Customer.io sends the events that were asked for. */
    public boolean isRegistered() {
        return what.equals("registered") || what.startsWith("drift repaired");
    }

    /** Events will not come, or some of them, unless somebody does something about it. */
    public boolean needsAttention() {
        boolean isKnown = !what.equals(STARTING.what) && !equals(MANUAL) && !equals(OF_FIRST_RECEIVER);
        return isKnown && (!isRegistered() || eventNamesRefused > 0);
    }

    /** Whatever differs with every reply. */
    boolean saysTheSameAs(RegistrationState other) {
        return what.equals(other.what) && ofAnyReply(detail).equals(ofAnyReply(other.detail));
    }

    private static String ofAnyReply(String text) {
        return OF_ONE_REPLY.matcher(text).replaceAll("");
    }
}
