package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;

class UrlTokensTest {
    @Test
    void acceptsEachOfTheTokensAndNothingElse() {
        var tokens = new UrlTokens(List.of(new Password("older-token-00001"), new Password("newer-token-00002")));

        assertThat(tokens.accept("older-token-00001")).isTrue();
        assertThat(tokens.accept("newer-token-00002")).isTrue();
        assertThat(tokens.accept("newer-token-0000")).isFalse();
        assertThat(tokens.accept("newer-token-000022")).isFalse();
        assertThat(tokens.accept("")).isFalse();
        assertThat(tokens.areRequired()).isTrue();
    }

    @Test
    void acceptsNothingWhenThereAreNone() {
        assertThat(new UrlTokens(List.of()).accept("")).isFalse();
        assertThat(new UrlTokens(List.of()).areRequired()).isFalse();
    }
}
