package io.cioconnect.simulator;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Customer.io's signature, computed independently of the code that checks it. */
public final class SignedWebhook {
    public static final String TIMESTAMP_HEADER = "X-CIO-Timestamp";
    public static final String SIGNATURE_HEADER = "X-CIO-Signature";

    private SignedWebhook() {}

    /** Lower-case hex of HMAC-SHA256 over {@code v0:<timestamp>:<body>}. */
    public static String signature(String key, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(("v0:" + timestamp + ":").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
