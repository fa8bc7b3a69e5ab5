package io.cioconnect.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cioconnect.listener.Signature;
import io.cioconnect.simulator.SignedWebhook;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SignatureVerifierTest {
    private static final String KEY = "made-up-signing-key-0123456789abcdef";
    private static final Instant NOW = Instant.ofEpochSecond(1789430400);
    private static final String TIMESTAMP = Long.toString(NOW.getEpochSecond());
    private static final byte[] BODY = "{\"event_id\":\"1\",\"subject\":\"Zażółć\"}".getBytes(UTF_8);
    private static final String SIGNATURE = SignedWebhook.signature(KEY, TIMESTAMP, BODY);

    @TestFactory
    Stream<DynamicTest> judgesEveryPublishedVectorAsItShould() throws Exception {
        try (var in = getClass().getResourceAsStream("/signature_vectors.json")) {
            List<JsonNode> vectors = new ArrayList<>();
            new ObjectMapper().readTree(in).get("vectors").forEach(vectors::add);
            assertThat(vectors).hasSizeGreaterThanOrEqualTo(6);
            return vectors.stream()
                    .map(vector -> DynamicTest.dynamicTest(vector.get("name").asText(), () -> {
                        SignatureVerifier verifier =
                                verifier(vector.get("signing_key").asText());
                        assertThat(isGenuine(
                                        verifier,
                                        List.of(vector.get("x_cio_timestamp").asText()),
                                        List.of(vector.get("x_cio_signature").asText()),
                                        vector.get("body").asText().getBytes(UTF_8)))
                                .isEqualTo(vector.get("valid").asBoolean());
                    }));
        }
    }

    @Test
    void takesTheBodyInPiecesOfAnySize() {
        Signature signature = verifier(KEY).signature(List.of(TIMESTAMP), List.of(SIGNATURE));
        byte[] padded = new byte[BODY.length + 7];
        System.arraycopy(BODY, 0, padded, 5, BODY.length);
        for (int i = 0; i < BODY.length; i++) {
            signature.update(padded, 5 + i, 1);
        }
        assertThat(signature.isGenuine()).isTrue();
    }

    @Test
    void anyOfSeveralKeysIsEnough() {
        for (List<String> keys : List.of(List.of(KEY, "other"), List.of("other", KEY), List.of("a", KEY, "b"))) {
            assertThat(isGenuine(verifier(keys.toArray(String[]::new)), TIMESTAMP, SIGNATURE, BODY))
                    .isTrue();
        }
        assertThat(isGenuine(verifier("a", "b"), TIMESTAMP, SIGNATURE, BODY)).isFalse();
    }

    @Test
    void refusesEveryShapeOfHeaderThatCustomerIoDoesNotSend() {
        for (List<String> signatures : List.of(
                List.<String>of(),
                List.of(""),
                List.of(SIGNATURE, SIGNATURE),
                List.of(SIGNATURE + "," + SIGNATURE),
                List.of(SIGNATURE.toUpperCase(Locale.ROOT)),
                List.of("sha256=" + SIGNATURE),
                List.of("v0=" + SIGNATURE),
                List.of(" " + SIGNATURE),
                List.of(SIGNATURE + " "),
                List.of(SIGNATURE.substring(1)),
                List.of(SIGNATURE.substring(0, 63)),
                List.of(SIGNATURE + "0"))) {
            assertThat(isGenuine(verifier(KEY), List.of(TIMESTAMP), signatures, BODY))
                    .as("%s", signatures)
                    .isFalse();
        }
    }

    @Test
    void refusesATimestampThatIsMissingDoubledOrNotDigitsEvenWhenItWasSigned() {
        for (String text : List.of("", "now", "-1", "+1", "1.0", "0x1", "１７８９", TIMESTAMP + " ", TIMESTAMP + ":1")) {
            String signed = SignedWebhook.signature(KEY, text, BODY);
            assertThat(isGenuine(verifier(KEY), text, signed, BODY)).as(text).isFalse();
        }
        assertThat(isGenuine(verifier(KEY), List.of(), List.of(SIGNATURE), BODY))
                .isFalse();
        assertThat(isGenuine(verifier(KEY), List.of(TIMESTAMP, TIMESTAMP), List.of(SIGNATURE), BODY))
                .isFalse();
    }

    @Test
    void acceptsATimestampOfAnyAgeUnlessAToleranceIsSet() {
        for (String text : List.of("0", "1", "9999999999999", "9".repeat(30))) {
            String signed = SignedWebhook.signature(KEY, text, BODY);
            assertThat(isGenuine(verifier(KEY), text, signed, BODY)).as(text).isTrue();
            assertThat(isGenuine(tolerant(Duration.ofDays(8)), text, signed, BODY))
                    .as(text)
                    .isFalse();
        }
    }

    @Test
    void aToleranceHoldsInBothDirections() {
        SignatureVerifier verifier = tolerant(Duration.ofMinutes(5));
        for (long offset : new long[] {0, 300, -300, 299, -299}) {
            assertThat(isGenuineAt(verifier, NOW.getEpochSecond() + offset)).isTrue();
        }
        for (long offset : new long[] {301, -301, 86_400, -86_400}) {
            assertThat(isGenuineAt(verifier, NOW.getEpochSecond() + offset)).isFalse();
        }
    }

    @Test
    void keysCanBeReplacedWhileItRuns() {
        SignatureVerifier verifier = verifier("old");
        Signature begunBefore = verifier.signature(List.of(TIMESTAMP), List.of(SIGNATURE));
        verifier.useKeys(List.of(new Password("old"), new Password(KEY)));
        assertThat(isGenuine(verifier, TIMESTAMP, SIGNATURE, BODY)).isTrue();
        verifier.useKeys(List.of(new Password("new")));
        assertThat(isGenuine(verifier, TIMESTAMP, SIGNATURE, BODY)).isFalse();
        begunBefore.update(BODY, 0, BODY.length);
        assertThat(begunBefore.isGenuine()).isFalse();
    }

    @Test
    void anEmptyListOfKeysNeverSwitchesVerificationOff() {
        SignatureVerifier verifier =
                new SignatureVerifier(List.of(new Password(KEY)), true, Duration.ZERO, Clock.systemUTC());
        verifier.useKeys(List.of());
        verifier.useKeys(List.of(new Password("")));
        assertThat(isGenuine(verifier, TIMESTAMP, "", BODY)).isFalse();
        assertThat(isGenuine(verifier, TIMESTAMP, SIGNATURE, BODY)).isTrue();
    }

    @Test
    void urlTokensAloneVerifyAndWithoutEitherNothingIsGenuine() {
        SignatureVerifier tokens = new SignatureVerifier(List.of(), true, Duration.ZERO, Clock.systemUTC());
        assertThat(tokens.isWaitingForKey()).isFalse();
        assertThat(isGenuine(tokens, List.of(), List.of(), BODY)).isTrue();

        SignatureVerifier neither = new SignatureVerifier(List.of(), false, Duration.ZERO, Clock.systemUTC());
        assertThat(neither.isWaitingForKey()).isTrue();
        assertThat(isGenuine(neither, TIMESTAMP, SIGNATURE, BODY)).isFalse();
        neither.useKeys(List.of(new Password(KEY)));
        assertThat(neither.isWaitingForKey()).isFalse();
        assertThat(isGenuine(neither, TIMESTAMP, SIGNATURE, BODY)).isTrue();
    }

    @Test
    void headersThatNoBodyFitsAreKnownBeforeTheBody() {
        SignatureVerifier keyed = verifier(KEY);
        for (List<String> signatures : List.of(List.<String>of(), List.of(""), List.of(SIGNATURE, SIGNATURE))) {
            assertThat(keyed.signature(List.of(TIMESTAMP), signatures).cannotBeGenuine())
                    .isTrue();
        }
        assertThat(keyed.signature(List.of(), List.of(SIGNATURE)).cannotBeGenuine())
                .isTrue();
        assertThat(keyed.signature(List.of("soon"), List.of(SIGNATURE)).cannotBeGenuine())
                .isTrue();
        assertThat(tolerant(Duration.ofSeconds(1))
                        .signature(List.of("1"), List.of(SIGNATURE))
                        .cannotBeGenuine())
                .isTrue();
        assertThat(keyed.signature(List.of(TIMESTAMP), List.of("0".repeat(64))).cannotBeGenuine())
                .as("a wrong one is told by the body")
                .isFalse();
        SignatureVerifier tokens = new SignatureVerifier(List.of(), true, Duration.ZERO, Clock.systemUTC());
        assertThat(tokens.signature(List.of(), List.of()).cannotBeGenuine()).isFalse();
    }

    @Test
    void noneOfManyMutationsIsEverGenuine() {
        SignatureVerifier verifier = verifier(KEY, "a second valid key");
        Random random = new Random(20261121);
        for (int i = 0; i < 20_000; i++) {
            Forgery forgery = Forgery.random(random, KEY, TIMESTAMP, SIGNATURE, BODY);
            assertThat(isGenuine(
                            verifier,
                            forgery.timestamps(),
                            forgery.signatures(),
                            forgery.body().array()))
                    .as("%s", forgery)
                    .isFalse();
        }
        assertThat(isGenuine(verifier, TIMESTAMP, SIGNATURE, BODY)).isTrue();
    }

    private record Forgery(String how, List<String> timestamps, List<String> signatures, ByteBuffer body) {
        static Forgery random(Random random, String key, String timestamp, String signature, byte[] original) {
            ByteBuffer body = ByteBuffer.wrap(original);
            List<String> t = List.of(timestamp);
            List<String> s = List.of(signature);
            return switch (random.nextInt(10)) {
                case 0 -> {
                    String wrong = key.substring(0, random.nextInt(key.length())) + random.nextInt();
                    yield new Forgery(
                            "wrong key", t, List.of(SignedWebhook.signature(wrong, timestamp, original)), body);
                }
                case 1 -> new Forgery("flipped bit of the signature", t, List.of(flipHexBit(signature, random)), body);
                case 2 -> new Forgery("stripped header", random.nextBoolean() ? List.of() : t, List.of(), body);
                case 3 -> new Forgery("doubled header", t, List.of(signature, signature), body);
                case 4 -> new Forgery("upper case", t, List.of(upperCaseOneLetter(signature, random)), body);
                case 5 -> new Forgery("truncated", t, List.of(signature.substring(0, random.nextInt(64))), body);
                case 6 -> new Forgery("flipped bit of the body", t, s, flipBit(original, random));
                case 7 -> new Forgery("shortened body", t, s, resized(original, random.nextInt(original.length)));
                case 8 -> new Forgery("longer body", t, s, resized(original, original.length + 1 + random.nextInt(9)));
                default -> new Forgery("other timestamp", List.of(Long.toString(random.nextLong() >>> 20)), s, body);
            };
        }

        private static String flipHexBit(String hex, Random random) {
            int at = random.nextInt(hex.length());
            int flipped = Character.digit(hex.charAt(at), 16) ^ (1 << random.nextInt(4));
            return hex.substring(0, at) + Character.forDigit(flipped, 16) + hex.substring(at + 1);
        }

        private static String upperCaseOneLetter(String hex, Random random) {
            int at;
            do {
                at = random.nextInt(hex.length());
            } while (Character.isDigit(hex.charAt(at)));
            return hex.substring(0, at) + Character.toUpperCase(hex.charAt(at)) + hex.substring(at + 1);
        }

        private static ByteBuffer resized(byte[] body, int length) {
            return ByteBuffer.wrap(Arrays.copyOf(body, length));
        }

        private static ByteBuffer flipBit(byte[] body, Random random) {
            byte[] copy = body.clone();
            copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
            return ByteBuffer.wrap(copy);
        }
    }

    private static boolean isGenuineAt(SignatureVerifier verifier, long seconds) {
        String timestamp = Long.toString(seconds);
        return isGenuine(verifier, timestamp, SignedWebhook.signature(KEY, timestamp, BODY), BODY);
    }

    private static boolean isGenuine(SignatureVerifier verifier, String timestamp, String signature, byte[] body) {
        return isGenuine(verifier, List.of(timestamp), List.of(signature), body);
    }

    private static boolean isGenuine(
            SignatureVerifier verifier, List<String> timestamps, List<String> signatures, byte[] body) {
        Signature signature = verifier.signature(timestamps, signatures);
        signature.update(body, 0, body.length);
        return signature.isGenuine();
    }

    private static SignatureVerifier verifier(String... keys) {
        return new SignatureVerifier(
                Stream.of(keys).map(Password::new).toList(), false, Duration.ZERO, Clock.systemUTC());
    }

    private static SignatureVerifier tolerant(Duration tolerance) {
        return new SignatureVerifier(List.of(new Password(KEY)), false, tolerance, Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
