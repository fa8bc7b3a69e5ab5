package io.cioconnect.registration;

import io.cioconnect.api.AppApiClient;
import io.cioconnect.api.AppApiException;
import io.cioconnect.config.RegistrationConfig;
import io.cioconnect.pace.Time;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.config.types.Password;

/**
 * Makes the workspace's reporting webhook point at this connector, and tells how it stands. {@link #reconcile} compares what is there
 * with what is wanted and repairs the difference. It always lists before it creates, several times before its first creation, and creates
 * a second time only with the API's word that the first webhook is gone.
 *
 * <p>A webhook is enabled by us once: when it was made, or when what it waited for has come, a signing key or the port. One that somebody
 * disables by hand stays as it is and is reported. One thread calls {@link #reconcile}; the rest may be called by any.
 */
public final class WebhookRegistrar {
    private final RegistrationConfig config;
    private final WebhookName name;
    private final OurUrl url;
    private final BooleanSupplier canVerify;
    private final BooleanSupplier isBound;
    private final boolean severalReceivers;
    private final WebhookCalls calls;
    private final Time time;
    private final Recognition recognition;
    private final EventNames events;
    private final Repairs repairs = new Repairs();
    private final FirstLooks firstLooks;
    private final LostCreation lost = new LostCreation();
    private final ExtraWebhooks extra;
    private final RegistrationLog stateLog;
    private final Spelling spelling;
    private boolean starting = true;
    private boolean hadOne; // this task made or found a webhook before
    private Optional<String> toBeEnabled =
            Optional.empty(); // by us: the one made disabled, or disabled while nothing could be verified
    private volatile boolean waits; // to be enabled until the port is bound and deliveries can be verified
    private volatile boolean receivedBefore; // at the last check, whether it succeeded or not

    /**
     * @param tokens URL tokens, the newest last
     * @param canVerify a signing key or a token is there, so deliveries would be accepted
     * @param isBound the receiver's port is bound
     * @param severalReceivers other tasks, perhaps on other workers, take deliveries as well
     */
    public WebhookRegistrar(
            RegistrationConfig config,
            String connector,
            List<Password> tokens,
            BooleanSupplier canVerify,
            BooleanSupplier isBound,
            boolean severalReceivers,
            AppApiClient api,
            Time time) {
        this.config = config;
        this.name = new WebhookName(connector);
        this.url = new OurUrl(config.publicUrl().orElseThrow(), tokens);
        this.canVerify = canVerify;
        this.isBound = isBound;
        this.severalReceivers = severalReceivers;
        this.calls = new WebhookCalls(api);
        this.time = time;
        this.firstLooks = new FirstLooks(time);
        this.recognition = new Recognition(name, url);
        this.spelling = new Spelling(url);
        this.events = new EventNames(config.events(), name.plain(), time);
        this.extra = new ExtraWebhooks(name.plain());
        this.stateLog = new RegistrationLog(name.plain());
    }

    public RegistrationState state() {
        return stateLog.state();
    }

    /** Deliveries would be taken: there is a port, and something to verify them with. */
    boolean isReceiving() {
        return canVerify.getAsBoolean() && isBound.getAsBoolean();
    }

    /** Whether a port that is not bound yet is all that is missing. */
    boolean lacksOnlyThePort() {
        return canVerify.getAsBoolean() && !isBound.getAsBoolean();
    }

    /** What the webhook was waiting for has come since the last check. */
    boolean canEnable() {
        return waits && !receivedBefore && isReceiving();
    }

    /** Compares and repairs once. Never throws for what the API answers: the state says it. True when there is nothing left to do. */
    public boolean reconcile() throws InterruptedException {
        receivedBefore = isReceiving();
        try {
            events.forgetOldRefusals();
            Optional<ReportingWebhook> ours = find();
            if (ours.isPresent()) {
                recognition.know(ours.get());
                lost.found();
                update(ours.get());
            } else {
                create();
            }
            hadOne = true;
            starting = false;
            return true;
        } catch (AppApiException e) {
            stateLog.changeTo(RegistrationState.failed(e));
            return false;
        }
    }

    private Optional<ReportingWebhook> find() throws AppApiException, InterruptedException {
        Optional<ReportingWebhook> ours = look();
        for (int looks = 1; ours.isEmpty() && !firstLooks.areOver(looks); looks++) {
            stateLog.changeTo(RegistrationState.LOOKING);
            firstLooks.await(looks);
            ours = look();
        }
        firstLooks.end();
        return ours;
    }

    private Optional<ReportingWebhook> look() throws AppApiException, InterruptedException {
        List<ReportingWebhook> all = calls.list();
        List<ReportingWebhook> ours = recognition.ours(all);
        extra.ours(ours);
        extra.atOtherHosts(recognition.namedLikeOurs(all));
        if (!ours.isEmpty()) {
            return ours.stream().findFirst();
        }
        for (String known : recognition.knownIds()) {
            // a list may be older than what it lists
            Optional<ReportingWebhook> unlisted = calls.get(known).filter(webhook -> !webhook.isScript());
            if (unlisted.isPresent()) {
                return unlisted;
            }
            recognition.forget(known);
        }
        return Optional.empty();
    }

    private void create() throws AppApiException, InterruptedException {
        lost.notListed();
        if (!lost.isOver()) {
            throw new AppApiException(0, "the answer to the creation was lost; looking for the webhook in the list");
        }
        boolean disabled = !isReceiving();
        Target target = new Target(name.marked("", disabled), url.newest(), Optional.of(disabled));
        ReportingWebhook made = created(target);
        recognition.know(made);
        toBeEnabled = Optional.of(made.id()).filter(id -> disabled || made.isDisabled());
        if (toBeEnabled.isPresent() && !disabled) { // made against our wish
            update(made);
            return;
        }
        waits = disabled;
        settled(new Outcome(hadOne, remaining(Optional.of(made), target)), disabled, false);
    }

    private ReportingWebhook created(Target target) throws AppApiException, InterruptedException {
        while (true) {
            try {
                Optional<ReportingWebhook> made = calls.create(wanted(target));
                if (made.isPresent()) {
                    return made.get();
                }
                lost.answeredWithoutId();
                throw new AppApiException(
                        200, "the answer to the creation has no id; looking for the webhook in the list");
            } catch (AppApiException e) {
                lost.failed(e);
                leaveOutOrThrow(e);
            }
        }
    }

    private void update(ReportingWebhook there) throws AppApiException, InterruptedException {
        spelling.seen(there.endpoint());
        boolean disabled = there.isDisabled();
        boolean isToBeEnabled = disabled
                && (toBeEnabled.equals(Optional.of(there.id()))
                        || WebhookName.isMarked(there.name())
                        || !canVerify.getAsBoolean());
        toBeEnabled = Optional.of(there.id()).filter(id -> isToBeEnabled);
        boolean enable = isToBeEnabled && isReceiving();
        waits = isToBeEnabled && !enable;
        Optional<String> older = url.older(there.endpoint());
        // A receiver that has not restarted yet does not know the new token: it answers 404, and Customer.io
        // waits an hour.
        boolean moving = older.isPresent() && starting && severalReceivers;
        Target target = new Target(
                name.marked(there.name(), waits),
                moving ? older.get() : url.newest(),
                enable ? Optional.of(false) : Optional.empty());
        Outcome outcome = repaired(there, target);
        if (enable && !outcome.differences().contains(WantedWebhook.NOT_ENABLED)) {
            toBeEnabled = Optional.empty(); // it was; who disables it from now on is not us
        }
        boolean isDrift = outcome.repaired() && !starting && older.isEmpty() && !enable;
        settled(new Outcome(isDrift, outcome.differences()), disabled && !enable, moving);
    }

    private Outcome repaired(ReportingWebhook there, Target target) throws AppApiException, InterruptedException {
        List<String> differences = differences(there, target);
        repairs.shown(repairable(there, differences, target));
        while (repairs.areWorthAnUpdate(repairable(there, differences, target))) {
            try {
                Optional<ReportingWebhook> shown = calls.update(there, wanted(target));
                repairs.updated(repairable(there, differences, target));
                boolean isDrift = !differences.equals(List.of(WantedWebhook.NAME));
                return new Outcome(isDrift, remaining(shown, target));
            } catch (AppApiException e) {
                leaveOutOrThrow(e);
                differences = differences(there, target);
            }
        }
        return new Outcome(false, differences);
    }

    /** The differences of this webhook; a name that is to get its mark is another one than a name that is to lose it. */
    private static List<String> repairable(ReportingWebhook there, List<String> differences, Target target) {
        return differences.stream()
                .map(text -> there.id() + " " + (text.equals(WantedWebhook.NAME) ? target.name() : text))
                .toList();
    }

    /** What is left after a request was answered 200; nothing when the reply does not show the webhook. */
    private List<String> remaining(Optional<ReportingWebhook> shown, Target target) {
        Optional<ReportingWebhook> complete = shown.filter(ReportingWebhook::isComplete);
        if (target.endpoint().equals(url.newest())) {
            spelling.answered(complete.map(ReportingWebhook::endpoint));
        }
        return complete.map(webhook -> differences(webhook, target)).orElse(List.of());
    }

    private List<String> differences(ReportingWebhook there, Target target) {
        return wanted(target).differences(there, shown -> isAt(shown, target.endpoint()));
    }

    private boolean isAt(String shown, String endpoint) {
        return endpoint.equals(url.newest())
                ? spelling.isNewest(shown)
                : url.older(shown).equals(Optional.of(endpoint));
    }

    private WantedWebhook wanted(Target target) {
        Map<String, Boolean> flags = new LinkedHashMap<>();
        target.disabled().ifPresent(value -> flags.put(WantedWebhook.DISABLED, value));
        config.fullResolution().ifPresent(value -> flags.put("full_resolution", value));
        config.withContent().ifPresent(value -> flags.put("with_content", value));
        return new WantedWebhook(target.name(), target.endpoint(), events.wanted(), flags);
    }

    /** One unknown name must not cost the others. */
    private void leaveOutOrThrow(AppApiException e) throws AppApiException {
        if (!events.leaveOutWhatIsRefusedBy(e)) {
            throw e;
        }
    }

    private void settled(Outcome outcome, boolean disabled, boolean moving) {
        Optional<Instant> repairedAt = outcome.repaired() ? Optional.of(time.instant()) : state().repairedAt();
        stateLog.changeTo(RegistrationState.of(
                name.plain(),
                new RegistrationState.Facts(
                        canVerify.getAsBoolean(),
                        disabled,
                        waits,
                        moving,
                        outcome.differences(),
                        events.refused(),
                        outcome.repaired(),
                        repairedAt)));
    }

    /** What depends on the moment; the rest of what is wanted comes from the configuration. */
    private record Target(String name, String endpoint, Optional<Boolean> disabled) {}

    /** Whether drift was repaired, and what Customer.io shows otherwise than asked for. */
    private record Outcome(boolean repaired, List<String> differences) {}
}
