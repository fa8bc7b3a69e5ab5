package io.cioconnect.testing;

import io.cioconnect.config.TlsConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.apache.kafka.common.config.types.Password;

/** A self-signed certificate for a host and its key, made by the JDK's keytool, in any of the formats we read. */
public record TestCertificate(Key key, Certificate certificate) {
    public static final String PASSWORD = "canary-keystore-password";

    private static final Map<String, TestCertificate> MADE = new ConcurrentHashMap<>();

    public static TestCertificate of(String name, String algorithm) throws Exception {
        String kind = name + "." + algorithm;
        TestCertificate made = MADE.get(kind);
        if (made == null) {
            made = create(name, algorithm);
            MADE.put(kind, made);
        }
        return made;
    }

    /** A keystore without a key that another password opens. */
    public static void writeEmpty(Path file, String type, String password) throws Exception {
        KeyStore keystore = KeyStore.getInstance(type);
        keystore.load(null, null);
        try (OutputStream out = Files.newOutputStream(file)) {
            keystore.store(out, password.toCharArray());
        }
    }

    private static TestCertificate create(String name, String algorithm) throws Exception {
        Path directory = Files.createTempDirectory("certificate");
        directory.toFile().deleteOnExit();
        Path file = directory.resolve("keystore.p12");
        file.toFile().deleteOnExit();
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=dns:" + name,
                        "-validity",
                        "90",
                        "-alias",
                        "server",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IOException("keytool failed: " + output);
        }
        KeyStore keystore = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        return new TestCertificate(
                keystore.getKey("server", PASSWORD.toCharArray()), keystore.getCertificate("server"));
    }

    /**
     * Writes key and certificate, and returns how a listener is told of them.
     *
     * @param kind a keystore type, or {@code PEM-encrypted}
     */
    public TlsConfig write(Path file, String kind) throws IOException, GeneralSecurityException {
        if (kind.startsWith("PEM")) {
            boolean encrypted = kind.equals("PEM-encrypted");
            String text =
                    (encrypted ? block("ENCRYPTED PRIVATE KEY", encrypted()) : block("PRIVATE KEY", key.getEncoded()))
                            + block("CERTIFICATE", certificate.getEncoded());
            Files.writeString(file, text);
            Optional<Password> keyPassword = encrypted ? Optional.of(new Password(PASSWORD)) : Optional.empty();
            return new TlsConfig(file.toString(), Optional.empty(), "PEM", keyPassword);
        }
        KeyStore keystore = KeyStore.getInstance(kind);
        keystore.load(null, null);
        keystore.setKeyEntry("server", key, PASSWORD.toCharArray(), new Certificate[] {certificate});
        try (OutputStream out = Files.newOutputStream(file)) {
            keystore.store(out, PASSWORD.toCharArray());
        }
        return new TlsConfig(file.toString(), Optional.of(new Password(PASSWORD)), kind, Optional.empty());
    }

    private byte[] encrypted() throws IOException, GeneralSecurityException {
        String algorithm = "PBEWithHmacSHA256AndAES_256";
        var secret = SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(PASSWORD.toCharArray()));
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(Cipher.ENCRYPT_MODE, secret);
        // under this name the parameters know their own identifier
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBES2");
        parameters.init(cipher.getParameters().getEncoded());
        return new EncryptedPrivateKeyInfo(parameters, cipher.doFinal(key.getEncoded())).getEncoded();
    }

    private static String block(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }
}
