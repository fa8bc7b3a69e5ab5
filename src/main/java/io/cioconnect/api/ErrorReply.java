package io.cioconnect.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.cioconnect.schema.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes a message of an error's status and body. What it quotes is short, on one line, and without secrets or the path of a URL. */
final class ErrorReply {
    private static final int QUOTED = 200;
    private static final Pattern URL =
            Pattern.compile("(?i)(https?://)(?:[^\\s/\"'<>]*@)?([^\\s/\"'<>@]*)[^\\s\"'<>]*");
    private static final Pattern NOT_SHOWN = Pattern.compile("[\\p{C}\\s\\u2028\\u2029]+");

    private final List<String> secrets;

    /** @param secrets what is masked wherever it is repeated */
    ErrorReply(List<String> secrets) {
        this.secrets = secrets.stream().filter(secret -> !secret.isEmpty()).toList();
    }

    /** @param call method and path */
    String message(String call, int status, byte[] body) {
        String detail = detail(body);
        return call + " was answered " + status + ": " + (detail.isEmpty() ? "(no text)" : detail) + hint(status);
    }

    /** The error of a call that was answered. */
    AppApiException exception(String call, int status, byte[] body) {
        return new AppApiException(status, message(call, status, body), details(body), isHtml(body));
    }

    /** The problems a body names; none when it is not JSON. */
    private List<ErrorDetail> details(byte[] body) {
        if (body.length == 0 || isHtml(body)) {
            return List.of();
        }
        try {
            return details(Json.parse(body)).stream()
                    .map(detail -> new ErrorDetail(masked(detail.text()), detail.pointer()))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    static boolean isHtml(byte[] start) {
        for (byte b : start) {
            if (b > ' ') {
                return b == '<';
            }
        }
        return false;
    }

    private String detail(byte[] body) {
        if (body.length == 0) {
            return "(empty body)";
        }
        if (isHtml(body)) {
            return "(an HTML page)";
        }
        try {
            return shown(details(Json.parse(body)).stream()
                    .map(detail -> detail.text() + (detail.pointer().isEmpty() ? "" : " (at " + detail.pointer() + ")"))
                    .collect(Collectors.joining("; ")));
        } catch (IOException e) {
            return shown(new String(body, StandardCharsets.UTF_8));
        }
    }

    /** The problems of all documented envelopes. */
    private static List<ErrorDetail> details(JsonNode json) {
        var details = new ArrayList<ErrorDetail>();
        for (JsonNode error : json.path("errors")) {
            String text =
                    error.isTextual() ? error.asText() : error.path("detail").asText();
            details.add(new ErrorDetail(text, error.at("/source/pointer").asText()));
        }
        JsonNode meta = json.path("meta");
        details.add(new ErrorDetail(meta.path("error").asText(), ""));
        meta.path("errors").forEach(error -> details.add(new ErrorDetail(error.asText(), "")));
        for (String field : List.of("detail", "error", "message")) {
            details.add(new ErrorDetail(json.path(field).asText(), ""));
        }
        details.removeIf(detail -> detail.text().isBlank() && detail.pointer().isBlank());
        return details;
    }

    /** On one line, without secrets and the paths of URLs. */
    private String masked(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, "***");
        }
        return NOT_SHOWN
                .matcher(URL.matcher(masked).replaceAll("$1$2/..."))
                .replaceAll(" ")
                .strip();
    }

    private String shown(String text) {
        String oneLine = masked(text);
        if (oneLine.length() <= QUOTED) {
            return oneLine;
        }
        int end = Character.isHighSurrogate(oneLine.charAt(QUOTED - 1)) ? QUOTED - 1 : QUOTED;
        return oneLine.substring(0, end) + "...";
    }

    private static String hint(int status) {
        return switch (status) {
            case 404 -> ". Check region or app.api.url.";
            case 407 -> ". The forward proxy requires a login.";
            default ->
                KeyProblem.of(status).map(problem -> ". " + problem.advice()).orElse("");
        };
    }
}
