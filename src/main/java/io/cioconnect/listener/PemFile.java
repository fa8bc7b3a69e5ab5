package io.cioconnect.listener;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.apache.kafka.common.config.types.Password;

/** A private key (PKCS#8, encrypted or not) and its chain of certificates, the server's own first, in one text file. */
final class PemFile {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private static final String PBES2 = "1.2.840.113549.1.5.13";

    private final PrivateKey key;
    private final List<X509Certificate> chain;

    private PemFile(PrivateKey key, List<X509Certificate> chain) {
        this.key = key;
        this.chain = chain;
    }

    PrivateKey key() {
        return key;
    }

    X509Certificate[] chain() {
        return chain.toArray(X509Certificate[]::new);
    }

    static PemFile parse(String text, Optional<Password> keyPassword) throws IOException, GeneralSecurityException {
        CertificateFactory certificates = CertificateFactory.getInstance("X.509");
        var chain = new ArrayList<X509Certificate>();
        Optional<PKCS8EncodedKeySpec> key = Optional.empty();
        Matcher blocks = BLOCK.matcher(text);
        while (blocks.find()) {
            byte[] der = decode(blocks.group(2));
            switch (blocks.group(1)) {
                case "CERTIFICATE" ->
                    chain.add((X509Certificate) certificates.generateCertificate(new ByteArrayInputStream(der)));
                case "PRIVATE KEY" -> key = Optional.of(new PKCS8EncodedKeySpec(der));
                case "ENCRYPTED PRIVATE KEY" -> key = Optional.of(decrypt(der, keyPassword));
                case "RSA PRIVATE KEY", "EC PRIVATE KEY" ->
                    throw new InvalidKeySpecException(
                            "The private key is in an old format; convert it with: openssl pkcs8 -topk8 -nodes");
                default -> {} // such as EC PARAMETERS
            }
        }
        if (key.isEmpty() || chain.isEmpty()) {
            throw new InvalidKeySpecException("A PEM file must contain a private key and its certificates");
        }
        String algorithm = chain.get(0).getPublicKey().getAlgorithm();
        return new PemFile(KeyFactory.getInstance(algorithm).generatePrivate(key.get()), chain);
    }

    private static byte[] decode(String base64) throws InvalidKeySpecException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new InvalidKeySpecException("A block of the PEM file is damaged: " + e.getMessage(), e);
        }
    }

    private static PKCS8EncodedKeySpec decrypt(byte[] der, Optional<Password> password) throws InvalidKeySpecException {
        if (password.isEmpty()) {
            throw new InvalidKeySpecException("The private key is encrypted; set webhook.ssl.key.password");
        }
        try {
            return decrypt(new EncryptedPrivateKeyInfo(der), password.get());
        } catch (BadPaddingException | InvalidKeySpecException e) {
            throw new InvalidKeySpecException("The private key cannot be decrypted; check webhook.ssl.key.password", e);
        } catch (IOException | GeneralSecurityException e) {
            throw new InvalidKeySpecException(
                    "Java cannot read this private key's encryption; convert it with: openssl pkcs8 -topk8 -v2 aes256",
                    e);
        }
    }

    private static PKCS8EncodedKeySpec decrypt(EncryptedPrivateKeyInfo encrypted, Password password)
            throws GeneralSecurityException {
        String name = encrypted.getAlgName();
        // of PBES2 the parameters name what is used, such as PBEWithHmacSHA256AndAES_256
        boolean isPbes2 = name.equals("PBES2") || name.equals(PBES2);
        String algorithm = isPbes2 ? encrypted.getAlgParameters().toString() : name;
        var secret = SecretKeyFactory.getInstance(algorithm)
                .generateSecret(new PBEKeySpec(password.value().toCharArray()));
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(Cipher.DECRYPT_MODE, secret, encrypted.getAlgParameters());
        return new PKCS8EncodedKeySpec(cipher.doFinal(encrypted.getEncryptedData()));
    }
}
