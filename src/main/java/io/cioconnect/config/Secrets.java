package io.cioconnect.config;

import static io.cioconnect.config.Expected.complainUnless;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.types.Password;

/** Secrets, single and comma separated, and their validators. None of the texts repeats a secret. */
final class Secrets {
    private static final int MOST_TOKENS = 2;

    private Secrets() {}

    /** The items of a comma-separated value, trimmed, in order. */
    static List<Password> of(Password value) {
        return items(value).map(Password::new).toList();
    }

    static Validator apiKey() {
        return Expected.secret("an App API key, as Customer.io showed it when the key was created", value -> {
            String key = value.value();
            return unusable(key)
                    .or(() -> complainUnless(
                            key.matches("[!-~]+"), "it contains a space or another character that no key has"));
        });
    }

    static Validator password(String what) {
        return Expected.secret(what, value -> unusable(value.value()));
    }

    static Validator signingKeys() {
        return Expected.secret(
                "the signing key shown on the reporting webhook's page in Customer.io, or several, comma separated",
                value -> unusableItems(value)
                        .or(
                                () -> complainUnless(
                                        items(value).allMatch(key -> key.matches("[^\\p{C}\\p{Zl}\\p{Zp}]+")),
                                        "a key contains a line break or another invisible character; separate keys with commas")));
    }

    static Validator tokens() {
        String what = "one or two tokens of 16 to 128 characters A-Z a-z 0-9 _ -, comma separated, the newest last";
        return Expected.secret(
                what,
                value -> unusableItems(value)
                        .or(() -> complainUnless(
                                items(value).allMatch(token -> token.matches("[A-Za-z0-9_-]{16,128}")),
                                "a token is too short, too long, or contains other characters"))
                        .or(() -> complainUnless(
                                items(value).count() <= MOST_TOKENS,
                                "it contains more than " + MOST_TOKENS + " tokens")));
    }

    private static Stream<String> items(Password value) {
        return Stream.of(value.value().split(",", -1)).map(String::strip);
    }

    private static Optional<String> unusableItems(Password value) {
        List<String> items = items(value).toList();
        return items.stream()
                .flatMap(item -> unusable(item).stream())
                .findFirst()
                .or(() -> complainUnless(Set.copyOf(items).size() == items.size(), "it contains the same item twice"));
    }

    /** Connect leaves a placeholder as it is when the worker has no such provider, or the provider no such key. */
    private static Optional<String> unusable(String secret) {
        return complainUnless(!secret.isBlank(), "it is empty, or one of its items is")
                .or(
                        () -> complainUnless(
                                !secret.matches("\\$\\{[^}]*}"),
                                "the worker did not resolve the placeholder; check config.providers in the worker's configuration and the name after the colon"));
    }
}
