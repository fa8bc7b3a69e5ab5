package io.cioconnect.registration;

import static io.cioconnect.registration.RegistrarFixture.NAME;
import static io.cioconnect.registration.RegistrarFixture.URL;
import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.simulator.Hook;
import io.cioconnect.testing.CapturedLog;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Webhooks that only the user can put right are named once, as long as they are the same. */
class ExtraWebhooksTest {
    private static final String OLD_HOST = "https://old.example.com/webhooks/Crm/made-up-token-0123456789";
    private static final List<String> EVENT = List.of("email_sent");

    @AutoClose
    private final RegistrarFixture crm = new RegistrarFixture();

    @AutoClose
    private final CapturedLog log = new CapturedLog();

    @Test
    void aSecondOneOfOursIsNamedOnce() throws Exception {
        crm.customerIo.reportingWebhooks().add("one", URL, EVENT);
        crm.customerIo.reportingWebhooks().add("two", URL.toLowerCase(Locale.ROOT), EVENT);
        WebhookRegistrar registrar = crm.registrar();
        registrar.reconcile();
        registrar.reconcile();
        registrar.reconcile();

        assertThat(log.lines("more than once"))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("id " + id(0)).contains("[" + id(1) + "]"));
    }

    @Test
    void oneAloneIsNoTrouble() throws Exception {
        crm.customerIo.reportingWebhooks().add("one", URL, EVENT);
        WebhookRegistrar registrar = crm.registrar();
        registrar.reconcile();
        registrar.reconcile();

        assertThat(log.lines("more than once")).isEmpty();
    }

    @Test
    void oneWithOurNameAtAnotherHostIsNamedOnceAndNotTouched() throws Exception {
        crm.customerIo.reportingWebhooks().add(NAME, OLD_HOST, EVENT);
        WebhookRegistrar registrar = crm.registrar();
        registrar.reconcile();
        registrar.reconcile();

        assertThat(elsewhere())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("WARN")
                        .contains("id " + id(0) + " at old.example.com")
                        .doesNotContain("made-up-token"));
        assertThat(crm.hooks()).hasSize(2);
        assertThat(crm.hooks().get(0).endpoint()).isEqualTo(OLD_HOST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not a URL/made-up-token",
                "https://***/made-up-token",
                "https://first\nWARN second made-up-token",
                "https:///made-up-token"
            })
    void ofAnEndpointThatNamesNoHostNothingIsShown(String endpoint) throws Exception {
        crm.customerIo.reportingWebhooks().add(NAME, endpoint, EVENT);
        crm.customerIo.reportingWebhooks().add(NAME, "https://" + "h".repeat(10_000) + ".example.com/", EVENT);
        crm.registrar().reconcile();

        assertThat(elsewhere())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("id " + id(0) + " at a host that cannot be read, id " + id(1)
                                + " at a host that cannot be read.")
                        .doesNotContain("made-up-token"));
        assertThat(log.lines("second")).isEmpty();
    }

    @Test
    void aNewOneAtAnotherHostIsNewsAndSoIsOneThatCameBack() throws Exception {
        crm.customerIo.reportingWebhooks().add(NAME, OLD_HOST, EVENT);
        WebhookRegistrar registrar = crm.registrar();
        registrar.reconcile();
        crm.customerIo.reportingWebhooks().add(NAME, "https://older.example.com/", EVENT);
        registrar.reconcile();
        assertThat(elsewhere())
                .hasSize(2)
                .last()
                .asString()
                .contains("old.example.com")
                .contains("older.example.com");

        crm.hooks().stream()
                .filter(hook -> !hook.endpoint().equals(URL))
                .forEach(hook ->
                        crm.customerIo.reportingWebhooks().change(hook.id(), json -> json.put("name", "renamed")));
        registrar.reconcile();
        crm.customerIo.reportingWebhooks().change(id(0), json -> json.put("name", NAME));
        registrar.reconcile();
        assertThat(elsewhere()).hasSize(3);
    }

    @Test
    void oneThatIsDisabledOrHasAnotherNameIsNoTrouble() throws Exception {
        crm.customerIo.reportingWebhooks().add(NAME, OLD_HOST, EVENT);
        crm.change("disabled", true);
        crm.customerIo.reportingWebhooks().add("Kafka Connect: two", "https://two.example.com/", EVENT);
        crm.registrar().reconcile();

        assertThat(elsewhere()).isEmpty();
    }

    @Test
    void oneThatThisTaskMadeAndSomebodyMovedIsBroughtBackInstead() throws Exception {
        WebhookRegistrar registrar = crm.registrar();
        registrar.reconcile();
        crm.change("endpoint", OLD_HOST);
        registrar.reconcile();

        assertThat(elsewhere()).isEmpty();
        assertThat(crm.onlyHook().endpoint()).isEqualTo(URL);
    }

    private List<String> elsewhere() {
        return log.lines("another host");
    }

    private long id(int index) {
        Hook hook = crm.hooks().get(index);
        return hook.id();
    }
}
