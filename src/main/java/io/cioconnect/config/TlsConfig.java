package io.cioconnect.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.types.Password;

/** HTTPS. {@code type} is PKCS12, JKS or PEM. */
public record TlsConfig(
        String keystoreLocation, Optional<Password> keystorePassword, String type, Optional<Password> keyPassword) {
    public static final String LOCATION = "webhook.ssl.keystore.location";
    public static final String PASSWORD = "webhook.ssl.keystore.password";
    static final String TYPE = "webhook.ssl.keystore.type";
    public static final String KEY_PASSWORD = "webhook.ssl.key.password";
    static final String PEM = "PEM";

    static void define(ConfigGroup group) {
        group.define(
                LOCATION,
                STRING,
                null,
                Validators.nonBlank("the path of a keystore file on the worker"),
                MEDIUM,
                "Path of the keystore file with the receiver's certificate and private key, on every worker that may "
                        + "run the receiver. Setting it turns HTTPS on. When the file changes, the new certificate is used "
                        + "within seconds, without a restart.",
                List.of(PASSWORD, TYPE, KEY_PASSWORD));
        group.define(
                PASSWORD,
                ConfigDef.Type.PASSWORD,
                null,
                Secrets.password("the keystore's password"),
                MEDIUM,
                "Password of the keystore. Leave it unset for PEM.");
        group.define(
                TYPE,
                STRING,
                "PKCS12",
                Validators.oneOf("PKCS12", "JKS", PEM),
                LOW,
                "Format of the keystore. PEM is one text file with the private key and the certificates, the server's "
                        + "own first.");
        group.define(
                KEY_PASSWORD,
                ConfigDef.Type.PASSWORD,
                null,
                Secrets.password("the key's password"),
                LOW,
                "Password of the private key, if it is not the keystore's, or if the key in a PEM file is encrypted.");
    }

    static Optional<TlsConfig> from(ParsedValues values) {
        return values.optionalString(LOCATION)
                .map(location -> new TlsConfig(
                        location, values.password(PASSWORD), values.string(TYPE), values.password(KEY_PASSWORD)));
    }
}
