package io.cioconnect.registration;

import static io.cioconnect.registration.RegistrarFixture.EVENTS;
import static io.cioconnect.registration.RegistrarFixture.NAME;
import static io.cioconnect.registration.RegistrarFixture.URL;
import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.simulator.Fault;
import io.cioconnect.simulator.Mood;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However the API spells, lists and loses it: there is one webhook of ours, and others are left alone. */
class OneWebhookTest {
    private static final String LIST = "GET /v1/reporting_webhooks";
    private static final String TOKEN = "made-up-token-0123456789";
    private static final String OLD_TOKEN = "made-up-token-of-before-1";
    private static final List<String> EVENT = List.of("email_sent");

    @AutoClose
    private final RegistrarFixture crm = new RegistrarFixture();

    @ParameterizedTest
    @EnumSource(
            names = {
                "HOST_IN_LOWER_CASE",
                "ENDPOINT_IN_LOWER_CASE",
                "SLASH_ADDED",
                "DEFAULT_PORT",
                "IDS_AS_TEXT",
                "FIELDS_ADDED",
                "NULL_ELEMENTS",
                "FALSE_FLAGS_DROPPED",
                "READ_ONLY_FIELDS",
                "STALE_AFTER_CREATE",
                "WEBHOOKS_IN_PAGES"
            })
    void isRecognisedInEveryMoodByThisTaskAndTheNext(Mood mood) throws Exception {
        crm.customerIo.reportingWebhooks().add("theirs", "https://example.org/x", EVENT);
        crm.customerIo.moods().on(mood);
        for (String token : new String[] {"", TOKEN}) {
            WebhookRegistrar first = token.isEmpty() ? crm.registrar() : crm.registrar(token);
            for (int check = 0; check < 6; check++) {
                assertThat(first.reconcile()).isTrue();
            }
            assertThat(first.state().what()).isEqualTo("registered");
            WebhookRegistrar next = token.isEmpty() ? crm.registrar() : crm.registrar(token);
            assertThat(next.reconcile()).isTrue();
            assertThat(next.state().what()).isEqualTo("registered");
        }
        assertThat(crm.hooks()).hasSize(2);
        assertThat(crm.puts())
                .as("one for the token, and for each start that cannot tell what a spelling hides")
                .isLessThanOrEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://events.example.com/webhooks/Crm/***",
                "https://events.example.com/webhooks/Crm/made-up-****",
                "https://events.example.com/webhooks/Crm/[redacted]",
                "https://EVENTS.example.com:443/webhooks/%43rm/xxxxxxxx/",
                "https://events.example.com/webhooks/Crm/another-token-9876543210",
                "https://events.example.com/webhooks/Crm?source=ui"
            })
    void aMaskedOrChangedTokenIsSentAgainAndMakesNoSecondWebhook(String shown) throws Exception {
        crm.customerIo.reportingWebhooks().add("renamed by hand", shown, EVENT);
        WebhookRegistrar registrar = crm.registrar(TOKEN);
        registrar.reconcile();
        registrar.reconcile();

        assertThat(crm.onlyHook().endpoint()).isEqualTo(URL + "/" + TOKEN);
        assertThat(crm.puts()).isEqualTo(1);
    }

    /** The reply to an update may show the webhook, or nothing. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTokenThatIsAlwaysMaskedIsNoDrift(boolean updateShowsIt) throws Exception {
        crm.registrar(TOKEN).reconcile();
        String masked = "{\"id\":" + crm.onlyHook().id() + ",\"name\":\"" + NAME
                + "\",\"endpoint\":\"https://events.example.com/webhooks/Crm/***\",\"events\":[\""
                + String.join("\",\"", EVENTS) + "\"],\"disabled\":false}";
        crm.answer(LIST, 200, "{\"reporting_webhooks\":[" + masked + "]}");
        crm.answer("PUT /v1/reporting_webhooks/" + crm.onlyHook().id(), 200, updateShowsIt ? masked : "{}");
        WebhookRegistrar next = crm.registrar(TOKEN);
        for (int check = 0; check < 4; check++) {
            next.reconcile();
            assertThat(next.state().what()).isEqualTo("registered");
        }

        assertThat(crm.puts()).as("it may have been an older one").isEqualTo(1);
    }

    /** Nobody knows what is behind them, and a wrong guess would make a second webhook. */
    @ParameterizedTest
    @ValueSource(strings = {"", "{\"id\":1,\"name\":\"theirs\",\"endpoint\":\"https://example.org/x\",\"events\":[]}"})
    void pagesThatBringNothingNewMakeNoWebhook(String element) throws Exception {
        for (int page = 0; page < 20; page++) {
            String reply = "{\"reporting_webhooks\":[" + element + "],\"next\":\"c" + page + "\"}";
            crm.customerIo.faults().times(1, LIST, new Fault.Answer(200, "application/json", Map.of(), reply));
        }
        WebhookRegistrar registrar = crm.registrar();

        assertThat(registrar.reconcile()).isFalse();

        assertThat(crm.hooks()).isEmpty();
        assertThat(registrar.state().what()).isEqualTo("not understood");
        assertThat(crm.customerIo.faults().pending())
                .as("pages that were not asked for")
                .isEqualTo(18);
    }

    @Test
    void isRecognisedByNameAndHost() throws Exception {
        crm.customerIo.reportingWebhooks().add(NAME, "http://events.example.com:8080/old/path", EVENT);
        crm.registrar().reconcile();

        assertThat(crm.onlyHook().endpoint()).isEqualTo(URL);
    }

    @Test
    void itsNameAtAnotherHostAndAnotherNameAtItsHostAreNotOurs() throws Exception {
        crm.customerIo.reportingWebhooks().add(NAME, "https://other.example.com/webhooks/Crm", EVENT);
        crm.customerIo.reportingWebhooks().add("Kafka Connect: two", URL + "/token-of-connector-two", EVENT);
        crm.customerIo.reportingWebhooks().add("by hand", "https://events.example.com/webhooks", EVENT);
        crm.registrar(TOKEN).reconcile();

        assertThat(crm.hooks()).hasSize(4);
        assertThat(crm.puts()).isZero();
    }

    /** As after the connector was renamed. */
    @ParameterizedTest
    @ValueSource(strings = {"", "/" + OLD_TOKEN, "/" + TOKEN})
    void whatCallsItsUrlIsOursWhateverItsName(String token) throws Exception {
        crm.customerIo.reportingWebhooks().add("Kafka Connect: before", URL + token, EVENT);
        crm.registrar(OLD_TOKEN, TOKEN).reconcile();

        assertThat(crm.onlyHook().endpoint()).isEqualTo(URL + "/" + TOKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                URL + "/another-app",
                URL + "/more/" + TOKEN,
                "https://events.example.com/webhooks/two/" + TOKEN,
                "https://events.example.com/***",
                "https://other.example.com/webhooks/Crm/" + TOKEN,
                "https://other.example.com/webhooks/Crm/***",
                "https://events.example.com",
                "https://events.example.com/"
            })
    void whatCallsSomethingElseIsNotOurs(String endpoint) throws Exception {
        crm.customerIo.reportingWebhooks().add("by hand", endpoint, EVENT);
        crm.registrar(TOKEN).reconcile();

        assertThat(crm.hooks()).hasSize(2);
        assertThat(crm.hooks().get(0).endpoint()).isEqualTo(endpoint);
        assertThat(crm.puts()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void movedAwayByHandItIsBroughtBackByTheTaskThatMadeOrFoundIt(boolean found) throws Exception {
        WebhookRegistrar registrar = registrarOfATaskThatHasOne(found);
        crm.change("endpoint", "https://other.example.com/");
        registrar.reconcile();

        assertThat(crm.onlyHook().endpoint()).isEqualTo(URL);
    }

    /** Nobody is called then; that it is asked for is all that can be done. */
    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\" \""})
    void noUrlAtAllIsNotTheRightOne(String endpoint) throws Exception {
        WebhookRegistrar registrar = crm.registrar();
        registrar.reconcile();
        crm.answer(
                LIST,
                200,
                "{\"reporting_webhooks\":[{\"id\":" + crm.onlyHook().id() + ",\"name\":\"" + NAME
                        + "\",\"endpoint\":" + endpoint + ",\"events\":[\"" + String.join("\",\"", EVENTS)
                        + "\"],\"disabled\":false}]}");
        for (int check = 0; check < 4; check++) {
            registrar.reconcile();
        }

        assertThat(crm.puts()).isEqualTo(2);
        assertThat(registrar.state().what()).isEqualTo("differs: endpoint");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"meta\":{}}",
                "{\"webhooks\":[]}",
                "{\"reporting_webhooks\":{\"items\":[]}}",
                "{\"reporting_webhooks\":\"\"}",
                "{\"reporting_webhooks\":[[]]}",
                "{\"reporting_webhooks\":[{\"name\":\"x\"}]}",
                "[]",
                ""
            })
    void aListThatIsNotUnderstoodMakesNoWebhook(String reply) throws Exception {
        crm.answer(LIST, 200, reply);
        WebhookRegistrar registrar = crm.registrar();
        for (int check = 0; check < 3; check++) {
            assertThat(registrar.reconcile()).isFalse();
        }

        assertThat(crm.hooks()).isEmpty();
        assertThat(registrar.state().what()).isEqualTo("not understood");
        assertThat(registrar.state().needsAttention()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aWebhookThatIsNotListedIsMadeAgainOnlyWhenItsIdIsGone(boolean found) throws Exception {
        WebhookRegistrar registrar = registrarOfATaskThatHasOne(found);
        String id = "GET /v1/reporting_webhooks/" + crm.onlyHook().id();
        crm.customerIo.faults().always(id, Fault.status(400));
        crm.answer(LIST, 200, "{\"reporting_webhooks\":[]}");
        assertThat(registrar.reconcile()).isFalse();
        assertThat(crm.posts()).as("an error proves nothing").isEqualTo(1);

        crm.customerIo.faults().clear();
        crm.customerIo.faults().always(id, new Fault.Answer(404, "text/html", Map.of(), "<html>no such page</html>"));
        crm.answer(LIST, 200, "{\"reporting_webhooks\":[]}");
        assertThat(registrar.reconcile()).isFalse();
        assertThat(crm.posts()).as("nor does a proxy's page").isEqualTo(1);

        crm.customerIo.faults().clear();
        crm.customerIo.reportingWebhooks().remove(crm.onlyHook().id());
        assertThat(registrar.reconcile()).isTrue();
        assertThat(crm.posts()).isEqualTo(2);
    }

    /** A list that is older than the first one has only the second. */
    @Test
    void anotherThatIsTakenForItAndDeletedDoesNotProveThatItIsGone() throws Exception {
        crm.customerIo.moods().on(Mood.STALE_AFTER_CREATE);
        WebhookRegistrar registrar = crm.registrar();
        registrar.reconcile();
        long second = crm.customerIo.reportingWebhooks().add("by hand", URL, EVENTS);
        registrar.reconcile();
        crm.customerIo.reportingWebhooks().remove(second);
        assertThat(registrar.reconcile()).isTrue();

        assertThat(crm.posts()).isEqualTo(1);
    }

    @Test
    void pagesThatNeverEndAreAFailure() throws Exception {
        crm.answer(LIST, 200, "{\"reporting_webhooks\":[],\"next\":\"again\"}");
        assertThat(crm.registrar().reconcile()).isFalse();

        assertThat(crm.posts()).isZero();
    }

    @Test
    void ofTwoOnlyOneIsKeptAndNoneIsRemoved() throws Exception {
        crm.customerIo.reportingWebhooks().add("one", URL.toLowerCase(Locale.ROOT), EVENT);
        crm.customerIo.reportingWebhooks().add("two", URL, EVENT);
        WebhookRegistrar registrar = crm.registrar();
        registrar.reconcile();
        registrar.reconcile();

        assertThat(crm.hooks()).hasSize(2);
        assertThat(crm.hooks().get(0).events()).isEqualTo(EVENT);
        assertThat(crm.hooks().get(1).events()).hasSize(4);
        assertThat(crm.puts()).isEqualTo(1);
    }

    /** @param found by this task, and made by an earlier one */
    private WebhookRegistrar registrarOfATaskThatHasOne(boolean found) throws InterruptedException {
        if (found) {
            crm.registrar().reconcile();
        }
        WebhookRegistrar registrar = crm.registrar();
        registrar.reconcile();
        return registrar;
    }
}
