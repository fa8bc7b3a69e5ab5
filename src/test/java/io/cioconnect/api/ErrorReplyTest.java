package io.cioconnect.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorReplyTest {
    private static final String KEY = "canary-key-0123456789";

    private final ErrorReply errors = new ErrorReply(List.of(KEY));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400_malformed|bad request (reference a1b2c3)",
                "401_unauthorized|unauthorized",
                "401_with_code|unauthorized (reference d4e5f6)",
                "403_forbidden|forbidden (reference a7b8c9)",
                "404_not_found|not found",
                "422_validation|name cannot be blank (at /name)",
                "429_rate_limited|rate limited to 10 requests per 1s (reference a1b2c3)",
                "500_server_error|internal server error (reference 0f1e2d)",
                "detail_only|one-time send not found",
                "meta_error_envelope|invalid request",
                "meta_errors_envelope|first problem; second problem",
            })
    void quotesTheTextOfEveryEnvelope(String file, String text) throws IOException {
        try (InputStream in = ErrorReplyTest.class.getResourceAsStream("/errors/" + file + ".json")) {
            assertThat(errors.message("GET /v1/x", 400, in.readAllBytes()))
                    .isEqualTo("GET /v1/x was answered 400: " + text);
        }
    }

    @Test
    void namesABodyWithoutText() {
        assertThat(message(500, "")).isEqualTo("GET /v1/x was answered 500: (empty body)");
        assertThat(message(500, "{}")).isEqualTo("GET /v1/x was answered 500: (no text)");
        assertThat(message(500, "\r\n <!DOCTYPE html><p>" + KEY))
                .isEqualTo("GET /v1/x was answered 500: (an HTML page)");
        assertThat(message(500, "upstream connect error")).endsWith("500: upstream connect error");
        assertThat(message(500, "{\"errors\": [\"plain\", {\"detail\": \"more\"}]}"))
                .endsWith("500: plain; more");
        assertThat(message(500, "{\"errors\": null, \"message\": 7}")).endsWith("500: 7");
    }

    @Test
    void saysWhatToCheck() {
        assertThat(message(401, ""))
                .contains("app.api.key", "Track API key", "region", "IP allow-list")
                .endsWith(KeyProblem.REFUSED.advice());
        assertThat(message(403, "")).contains("scope", "IP allow-list").endsWith(KeyProblem.LACKS_SCOPE.advice());
        assertThat(message(404, "")).contains("app.api.url", "region");
        assertThat(message(407, "")).contains("proxy");
    }

    @Test
    void quotesShortlyAndOnOneLine() {
        String text = "line one\nline two\u001b[31m\u0000 \u202e red " + "x".repeat(500);
        String message = message(
                500,
                "{\"errors\":[{\"detail\":\""
                        + text.replace("\n", "\\n").replace("\u001b", "\\u001b").replace("\u0000", "\\u0000")
                        + "\"}]}");
        assertThat(message).startsWith("GET /v1/x was answered 500: line one line two [31m red xxx");
        assertThat(message)
                .hasSize("GET /v1/x was answered 500: ".length() + 203)
                .endsWith("x...");
        String wide = "x".repeat(199) + "\ud83d\ude00";
        assertThat(message(500, wide)).endsWith("x...");
    }

    @Test
    void masksTheKeyAndWhatAUrlMayHold() {
        String message = message(
                401,
                "{\"errors\":[{\"detail\":\"key " + KEY + " and https://user:pw@hooks.example.com/secret?a=b bad\"}]}");
        assertThat(message).contains("key *** and https://hooks.example.com/... bad");
        assertThat(message(401, "Bearer " + KEY)).doesNotContain(KEY);
        assertThat(message(401, "x".repeat(190) + KEY)).doesNotContain(KEY.substring(0, 6));
    }

    @Test
    void keepsEachProblemWholeAndWithoutSecrets() {
        String names = "email_sent, ".repeat(50);
        AppApiException error = errors.exception(
                "POST /v1/x",
                422,
                ("{\"errors\":[{\"detail\":\"one of " + names + KEY + "\",\"source\":{\"pointer\":\"/events/1\"}},"
                                + "{\"source\":{\"pointer\":\"/name\"}}]}")
                        .getBytes(UTF_8));
        assertThat(error.details())
                .containsExactly(new ErrorDetail("one of " + names + "***", "/events/1"), new ErrorDetail("", "/name"));
        assertThat(errors.exception("GET /v1/x", 404, "{}".getBytes(UTF_8)).provesAbsence())
                .isTrue();
        assertThat(errors.exception("GET /v1/x", 404, "<html>".getBytes(UTF_8)).provesAbsence())
                .isFalse();
    }

    private String message(int status, String body) {
        return errors.message("GET /v1/x", status, body.getBytes(UTF_8));
    }
}
