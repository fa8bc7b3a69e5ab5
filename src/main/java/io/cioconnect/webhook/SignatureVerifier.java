package io.cioconnect.webhook;

import io.cioconnect.listener.Signature;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * Customer.io's signature: lower-case hex of HMAC-SHA256 over {@code v0:<timestamp header>:<raw body>}. Several keys may be valid at
 * once, so that a key can be rotated; they may be replaced at any time, by any thread, and a delivery is checked against those that
 * were valid when its headers had arrived.
 */
final class SignatureVerifier {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int HEX_LENGTH = 64;
    /** As many digits as always fit into a long. */
    private static final int MAX_TIMESTAMP_LENGTH = 18;

    private final boolean tokensVerify;
    private final Duration tolerance;
    private final Clock clock;
    private volatile List<SigningKey> keys;

    /**
     * @param tokensVerify secret URL tokens are set: without any signing key they are enough
     * @param tolerance greatest age of a timestamp, also into the future; zero is off. It needs a signing key: an unsigned
     *     timestamp proves nothing
     */
    SignatureVerifier(List<Password> keys, boolean tokensVerify, Duration tolerance, Clock clock) {
        this.keys = signingKeys(keys);
        this.tokensVerify = tokensVerify;
        this.tolerance = tolerance;
        this.clock = clock;
    }

    /** Replaces the keys. Without any key in it nothing changes: losing sight of the keys must not switch verification off. */
    void useKeys(List<Password> newKeys) {
        List<SigningKey> usable = signingKeys(newKeys);
        if (!usable.isEmpty()) {
            keys = usable;
        }
    }

    /** Neither key nor token is set, so that nothing can be verified yet. */
    boolean isWaitingForKey() {
        return keys.isEmpty() && !tokensVerify;
    }

    /** Starts the check of one delivery. */
    Signature signature(List<String> timestampHeaders, List<String> signatureHeaders) {
        List<SigningKey> valid = keys;
        if (valid.isEmpty()) {
            return new Unsigned(tokensVerify);
        }
        byte @Nullable [] expected = signatureHeaders.size() == 1 ? decode(signatureHeaders.get(0)) : null;
        if (expected == null || timestampHeaders.size() != 1 || !isAcceptable(timestampHeaders.get(0))) {
            return new Unsigned(false);
        }
        byte[] prefix = ("v0:" + timestampHeaders.get(0) + ":").getBytes(StandardCharsets.US_ASCII);
        List<Mac> macs = valid.stream().map(SigningKey::mac).toList();
        macs.forEach(mac -> mac.update(prefix));
        return new Hmac(macs, expected);
    }

    private boolean isAcceptable(String timestamp) {
        if (timestamp.isEmpty()) {
            return false;
        }
        for (int at = 0; at < timestamp.length(); at++) {
            if (timestamp.charAt(at) < '0' || timestamp.charAt(at) > '9') {
                return false;
            }
        }
        if (tolerance.isZero()) {
            return true;
        }
        if (timestamp.length() > MAX_TIMESTAMP_LENGTH) {
            return false;
        }
        long ageMillis = clock.millis() - 1000 * Math.min(Long.parseLong(timestamp), Long.MAX_VALUE / 2000);
        return Math.abs(ageMillis) <= tolerance.toMillis();
    }

    /** Exactly 64 lower-case hex characters, else null. */
    private static byte @Nullable [] decode(String header) {
        if (header.length() != HEX_LENGTH) {
            return null;
        }
        for (int at = 0; at < HEX_LENGTH; at++) {
            char c = header.charAt(at);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return null;
            }
        }
        return HexFormat.of().parseHex(header);
    }

    private static List<SigningKey> signingKeys(List<Password> keys) {
        return keys.stream()
                .filter(key -> !key.value().isEmpty())
                .map(key -> SigningKey.of(key.value().getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    /**
     * A key, and a MAC prepared with it to be copied for each delivery: to look up the algorithm and prepare the key takes longer.
     *
     * @param prepared never used itself
     */
    private record SigningKey(SecretKeySpec spec, Mac prepared) {
        static SigningKey of(byte[] key) {
            SecretKeySpec spec = new SecretKeySpec(key, ALGORITHM);
            return new SigningKey(spec, prepare(spec));
        }

        Mac mac() {
            try {
                return (Mac) prepared.clone();
            } catch (CloneNotSupportedException e) { // not every security provider can
                return prepare(spec);
            }
        }

        private static Mac prepare(SecretKeySpec spec) {
            try {
                Mac mac = Mac.getInstance(ALGORITHM);
                mac.init(spec);
                return mac;
            } catch (NoSuchAlgorithmException | InvalidKeyException e) {
                throw new IllegalStateException("every Java runtime has " + ALGORITHM + " and takes any key for it", e);
            }
        }
    }

    /** A body whose bytes do not decide. */
    private record Unsigned(boolean isGenuine) implements Signature {
        @Override
        public boolean cannotBeGenuine() {
            return !isGenuine;
        }

        @Override
        public void update(byte[] bytes, int offset, int length) {}
    }

    private static final class Hmac implements Signature {
        private final List<Mac> macs;
        private final byte[] expected;

        Hmac(List<Mac> macs, byte[] expected) {
            this.macs = macs;
            this.expected = expected;
        }

        @Override
        public void update(byte[] bytes, int offset, int length) {
            for (Mac mac : macs) {
                mac.update(bytes, offset, length);
            }
        }

        /** Compares with every key and every byte, so that the time taken tells nothing. */
        @Override
        public boolean isGenuine() {
            boolean genuine = false;
            for (Mac mac : macs) {
                genuine |= MessageDigest.isEqual(mac.doFinal(), expected);
            }
            return genuine;
        }
    }
}
