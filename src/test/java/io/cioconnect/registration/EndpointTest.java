package io.cioconnect.registration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    private static final String URL = "https://hooks_1.example.com/webhooks/Crm%20two";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTPS://Hooks_1.Example.com/webhooks/Crm%20two",
                "https://hooks_1.example.com:443/webhooks/Crm%20two",
                "https://hooks_1.example.com:/webhooks/Crm%20two",
                "https://hooks_1.example.com/webhooks/Crm%20two/",
                "https://hooks_1.example.com/webhooks/Crm%20two?a=/b/",
                "https://hooks_1.example.com/webhooks/Crm%20two#c",
                "https://hooks_1.example.com/%77ebhooks/Crm two",
                "https://user:p%40ss@hooks_1.example.com/webhooks/Crm%20two"
            })
    void leadsToTheSamePlaceHoweverItIsSpelt(String other) {
        assertThat(Endpoint.of(other)).isPresent().isEqualTo(Endpoint.of(URL));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hooks_1.example.com/webhooks/Crm%20two",
                "https://hooks_1.example.com:8443/webhooks/Crm%20two",
                "https://hooks_2.example.com/webhooks/Crm%20two",
                "https://hooks_1.example.com/webhooks/crm%20two",
                "https://hooks_1.example.com/Webhooks/Crm%20two",
                "https://hooks_1.example.com/webhooks%2FCrm%20two",
                "https://hooks_1.example.com/webhooks/Crm%20two/more",
                "https://hooks_1.example.com/webhooks//Crm%20two",
                "not a url",
                "https://"
            })
    void leadsElsewhere(String other) {
        assertThat(Endpoint.of(other)).isNotEqualTo(Endpoint.of(URL));
    }

    @Test
    void noPathIsOneSlash() {
        assertThat(Endpoint.of("https://example.com")).isEqualTo(Endpoint.of("https://example.com/"));
        assertThat(Endpoint.of("http://[::1]:80/x")).isEqualTo(Endpoint.of("http://[::1]/x"));
    }

    /** Whoever may change webhooks can write anything there. */
    @ParameterizedTest
    @CsvSource({"%4g,P", "%g4,D", "%+4,%04", "%4,%04", "%zz,%ZZ"})
    void whatIsNoEscapeStandsForItself(String text, String other) {
        assertThat(Endpoint.of("https://example.com/" + text))
                .isPresent()
                .isNotEqualTo(Endpoint.of("https://example.com/" + other));
        assertThat(Endpoint.of("https://example.com/" + text + "%78"))
                .isEqualTo(Endpoint.of("https://example.com/" + text + "x"));
    }

    @Test
    void lettersOutsideAsciiAreComparedAsTheirBytes() {
        assertThat(Endpoint.of("https://example.com/caf\u00e9"))
                .isEqualTo(Endpoint.of("https://example.com/caf%c3%A9"));
    }
}
