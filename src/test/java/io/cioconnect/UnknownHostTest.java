package io.cioconnect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The texts are what JDK 17 says with glibc and with musl; without a reason when it remembers an earlier failure. */
class UnknownHostTest {
    @ParameterizedTest
    @CsvSource({
        "api.example.test: Name or service not known, true",
        "api.example.test: Name does not resolve, true",
        "api.example.test, true",
        "api.example.test: Temporary failure in name resolution, false",
        "api.example.test: Try again, false",
        "proxy.example.test: Name or service not known, false",
        "api.example.test.proxy: Name or service not known, false"
    })
    void isProvedByAnAnswerAboutThatHost(String text, boolean isProved) {
        var failure = new IOException(new UnknownHostException(text));

        assertThat(UnknownHost.isProved(failure, "api.example.test")).isEqualTo(isProved);
        assertThat(UnknownHost.isProved(failure, "api.example.test:8080")).isEqualTo(isProved);
    }

    @Test
    void anotherFailureProvesNothing() {
        assertThat(UnknownHost.isProved(null, "api.example.test")).isFalse();
        assertThat(UnknownHost.isProved(new IOException("api.example.test"), "api.example.test"))
                .isFalse();
    }
}
