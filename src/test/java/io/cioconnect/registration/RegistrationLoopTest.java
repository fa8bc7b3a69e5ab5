package io.cioconnect.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cioconnect.pace.Backoff;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class RegistrationLoopTest {
    private static final Duration SOON = Duration.ofMillis(5);
    private static final Duration NEVER = Duration.ofHours(1);

    @AutoClose
    private final RegistrarFixture crm = new RegistrarFixture();

    private final Set<Thread> others = Thread.getAllStackTraces().keySet();

    @Test
    void checksAtOnceAndAgainUntilItIsClosed() {
        WebhookRegistrar registrar = crm.registrar();
        try (RegistrationLoop loop = loop(registrar, NEVER, SOON)) {
            loop.start();
            await("it is created").until(() -> crm.posts() == 1);
            await("it is checked").until(() -> registrar.state().what().equals("registered"));

            crm.change("endpoint", RegistrarFixture.URL + "/drifted");

            await("it is repaired").until(() -> crm.onlyHook().endpoint().equals(RegistrarFixture.URL));
            assertThat(isRunning()).isTrue();
        }
        await("its thread ends").until(() -> !isRunning());
    }

    @Test
    void aWebhookIsMadeDisabledWhenThePortTakesLongAndEnabledAsSoonAsItIsBound() {
        crm.bound = false;
        try (RegistrationLoop loop = loop(crm.registrar(), SOON, NEVER)) {
            loop.start();
            await("it is made").until(() -> crm.hooks().size() == 1);
            assertThat(crm.onlyHook().disabled()).isTrue();

            crm.bound = true;

            await("it is enabled").until(() -> !crm.onlyHook().disabled());
        }
    }

    /** It is bound at the third look, long after a check would have asked twice. */
    @Test
    void aPortThatIsBoundSoonIsAwaited() {
        crm.bound = false;
        var asked = new AtomicInteger();
        crm.whenAsked = () -> crm.bound = asked.incrementAndGet() > 2;
        try (RegistrationLoop loop = loop(crm.registrar(), NEVER, NEVER)) {
            loop.start();

            await("it is made").until(() -> crm.hooks().size() == 1);
            assertThat(crm.onlyHook().disabled()).isFalse();
            assertThat(crm.onlyHook().name()).isEqualTo(RegistrarFixture.NAME);
        }
    }

    /** The first is thrown before the first check, the others in checks and between them. */
    @Test
    void nothingThatOneRoundThrowsEndsTheLoop() {
        var asked = new AtomicInteger();
        crm.whenAsked = () -> {
            int number = asked.incrementAndGet();
            if (number % 2 == 1 && number < 20) {
                throw new StackOverflowError("simulated");
            } else if (number < 20) {
                throw new IllegalStateException("simulated");
            }
        };
        WebhookRegistrar registrar = crm.registrar();
        try (RegistrationLoop loop = loop(registrar, SOON, SOON)) {
            loop.start();

            await("it is registered").until(() -> registrar.state().what().equals("registered"));
        }
    }

    private static RegistrationLoop loop(WebhookRegistrar registrar, Duration untilBound, Duration check) {
        return new RegistrationLoop(registrar, untilBound, check, new Backoff(SOON, SOON));
    }

    private boolean isRunning() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("customerio-registration") && !others.contains(thread));
    }
}
