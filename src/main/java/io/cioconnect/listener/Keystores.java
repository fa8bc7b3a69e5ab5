package io.cioconnect.listener;

import io.cioconnect.config.TlsConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import org.apache.kafka.common.config.types.Password;

/** Reads PKCS12, JKS and PEM, and checks that what was read can serve. */
final class Keystores {
    private static final String ALIAS = "pem";

    private Keystores() {}

    static KeyStore read(byte[] content, TlsConfig tls) throws IOException, GeneralSecurityException {
        String type = tls.type().toUpperCase(Locale.ROOT);
        if (type.equals("PEM")) {
            PemFile pem = PemFile.parse(new String(content, StandardCharsets.US_ASCII), tls.keyPassword());
            KeyStore keystore = KeyStore.getInstance("PKCS12");
            keystore.load(null, null);
            keystore.setKeyEntry(ALIAS, pem.key(), keyPassword(tls), pem.chain());
            return keystore;
        }
        KeyStore keystore = KeyStore.getInstance(type);
        keystore.load(
                new ByteArrayInputStream(content),
                tls.keystorePassword()
                        .map(password -> password.value().toCharArray())
                        .orElse(null));
        return keystore;
    }

    /** The key's password, which is the keystore's unless it has its own. */
    static char[] keyPassword(TlsConfig tls) {
        return tls.keyPassword()
                .or(tls::keystorePassword)
                .map(Password::value)
                .orElse("")
                .toCharArray();
    }

    /** When the first of the certificates expires. Fails when there is none, or when one does not belong to its key. */
    static Instant checkedExpiry(KeyStore keystore, char[] keyPassword) throws GeneralSecurityException {
        Instant first = Instant.MAX;
        for (String alias : Collections.list(keystore.aliases())) {
            if (keystore.getKey(alias, keyPassword) instanceof PrivateKey key
                    && keystore.getCertificate(alias) instanceof X509Certificate certificate) {
                checkPair(key, certificate.getPublicKey());
                Instant expiry = certificate.getNotAfter().toInstant();
                first = expiry.isBefore(first) ? expiry : first;
            }
        }
        if (first.equals(Instant.MAX)) {
            throw new KeyStoreException("It contains no private key with a certificate");
        }
        return first;
    }

    private static void checkPair(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        String algorithm = switch (certified.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA" -> "EdDSA";
            default -> "";
        };
        if (algorithm.isEmpty()) {
            return; // a kind we cannot try; the first handshake will
        }
        byte[] sample = {1, 2, 3};
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(sample);
        byte[] signature = signer.sign();
        signer.initVerify(certified);
        signer.update(sample);
        if (!signer.verify(signature)) {
            throw new KeyStoreException("The private key does not belong to the certificate");
        }
    }
}
