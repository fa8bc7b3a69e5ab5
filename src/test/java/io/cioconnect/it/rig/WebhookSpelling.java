package io.cioconnect.it.rig;

import static org.awaitility.Awaitility.await;

import io.cioconnect.simulator.Mood;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The API shows the URL of every webhook in another spelling, and tasks that have just started look for theirs. A task that does not recognise its
 * webhook makes another one, though only after several looks, so the spelling lasts longer than those.
 */
final class WebhookSpelling {
    private static final List<Mood> SPELLINGS =
            List.of(Mood.SLASH_ADDED, Mood.HOST_IN_LOWER_CASE, Mood.ENDPOINT_IN_LOWER_CASE);

    /** Five looks in six seconds, each of which may wait for its turn among the calls of one second and two tasks. */
    private static final Duration LOOKS = Duration.ofSeconds(20);

    private final Rig rig;

    private WebhookSpelling(Rig rig) {
        this.rig = rig;
    }

    static List<FaultKind> of(Rig rig) {
        WebhookSpelling spelling = new WebhookSpelling(rig);
        return List.of(FaultKind.of("webhook-spelling", "connector", spelling::restartWith));
    }

    private Runnable restartWith(int draw) {
        Mood mood = SPELLINGS.get(draw % SPELLINGS.size());
        int shown = rig.customerIo.moods().struck(mood);
        int made = rig.hooks.made();
        rig.customerIo.moods().on(mood);
        rig.group.ask("POST", "/restart?includeTasks=true&onlyFailed=false");
        return () -> {
            awaitLooks(made);
            rig.customerIo.moods().off(mood);
            boolean isSeen = rig.customerIo.moods().struck(mood) > shown;
            rig.effects.saw(
                    isSeen ? "the webhook's URL in another spelling" : "no look at the webhook's other spelling");
        };
    }

    /** Ends early only when another webhook was made, which must not be. */
    private void awaitLooks(int made) {
        try {
            await("another webhook").atMost(LOOKS).until(() -> rig.hooks.made() > made);
        } catch (ConditionTimeoutException recognised) {
            rig.history.add("webhook-recognised", Map.of());
        }
    }
}
