package io.cioconnect.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.api.AppApiException;
import io.cioconnect.api.KeyProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationStateTest {
    @Test
    void anotherReferenceIsNoOtherState() {
        RegistrationState first = failed(422, "name is taken (reference a1b2c3)");
        assertThat(failed(422, "name is taken (reference d4e5f6)").saysTheSameAs(first))
                .isTrue();
        assertThat(failed(422, "name is taken").saysTheSameAs(first)).isTrue();
        assertThat(failed(422, "name is too long (reference a1b2c3)").saysTheSameAs(first))
                .isFalse();
        assertThat(failed(500, "name is taken (reference a1b2c3)").saysTheSameAs(first))
                .isFalse();
    }

    @Test
    void anotherPlaceWhereAReplyBrokeOffIsNoOtherState() {
        RegistrationState first = failed(0, "GET /v1/reporting_webhooks: not JSON at line 1, column 4096");
        assertThat(failed(0, "GET /v1/reporting_webhooks: not JSON at line 2, column 12")
                        .saysTheSameAs(first))
                .isTrue();
        assertThat(failed(0, "GET /v1/reporting_webhooks: not JSON").saysTheSameAs(first))
                .isTrue();
        assertThat(failed(0, "GET /v1/reporting_webhooks/1: not JSON at line 1, column 4096")
                        .saysTheSameAs(first))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 200, 400, 401, 403, 404, 409, 422, 500})
    void everyFailureNeedsAttention(int status) {
        assertThat(failed(status, "no").needsAttention()).isTrue();
        assertThat(failed(status, "no").isRegistered()).isFalse();
    }

    @Test
    void whatIsAsWantedDoesNot() {
        assertThat(RegistrationState.STARTING.needsAttention()).isFalse();
        assertThat(RegistrationState.MANUAL.needsAttention()).isFalse();
        assertThat(RegistrationState.of("registered", "").needsAttention()).isFalse();
    }

    @Test
    void aRefusedKeyKeepsTheAdviceOfTheError() {
        assertThat(failed(401, "refused. " + KeyProblem.REFUSED.advice()).detail())
                .endsWith(KeyProblem.REFUSED.advice());
        assertThat(failed(403, "refused. " + KeyProblem.LACKS_SCOPE.advice()).detail())
                .contains(KeyProblem.LACKS_SCOPE.advice(), "webhook.registration=manual");
    }

    private static RegistrationState failed(int status, String text) {
        return RegistrationState.failed(new AppApiException(status, text));
    }
}
