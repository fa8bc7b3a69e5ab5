package io.cioconnect.listener;

import io.cioconnect.config.TlsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.UnrecoverableKeyException;
import java.security.spec.InvalidKeySpecException;
import java.util.Optional;

/**
 * Why a keystore cannot serve, for validation: a wrong password would otherwise close a port that works.
 *
 * @param cause what has to change
 * @param text what was found, without secrets
 */
public record KeystoreProblem(Cause cause, String text) {
    /** What is wrong. */
    public enum Cause {
        FILE,
        PASSWORD,
        KEY_PASSWORD
    }

    /** Reads the file as the listener would; empty when the listener could use it. */
    public static Optional<KeystoreProblem> find(TlsConfig tls) {
        byte[] content;
        try {
            content = Files.readAllBytes(Path.of(tls.keystoreLocation()));
        } catch (NoSuchFileException e) {
            return problem(
                    Cause.FILE,
                    "There is no such file on this worker. Enter the path of a keystore that every worker has.");
        } catch (IOException | IllegalArgumentException e) {
            return problem(Cause.FILE, "This worker cannot read the file: " + e);
        }
        try {
            Keystores.checkedExpiry(Keystores.read(content, tls), Keystores.keyPassword(tls));
            return Optional.empty();
        } catch (UnrecoverableKeyException e) {
            return problem(
                    tls.keyPassword().isPresent() ? Cause.KEY_PASSWORD : Cause.PASSWORD,
                    "This password does not open the private key in the keystore. Enter the key's password; often it is the keystore's.");
        } catch (IOException e) {
            return e.getCause() instanceof UnrecoverableKeyException
                    ? problem(
                            Cause.PASSWORD,
                            "This password does not open the keystore. Enter the password that the keystore was created with.")
                    : problem(
                            Cause.FILE,
                            "The file is not a " + tls.type() + " keystore: " + e.getMessage()
                                    + ". Enter another file, or its format in webhook.ssl.keystore.type.");
        } catch (InvalidKeySpecException e) {
            String text = e.getMessage() + ".";
            return problem(text.contains("webhook.ssl.key.password") ? Cause.KEY_PASSWORD : Cause.FILE, text);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return problem(Cause.FILE, "The keystore cannot be used: " + e.getMessage() + ". Enter another file.");
        }
    }

    private static Optional<KeystoreProblem> problem(Cause cause, String text) {
        return Optional.of(new KeystoreProblem(cause, text));
    }
}
