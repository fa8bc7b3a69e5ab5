package io.cioconnect.digest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Sha256Test {
    /** The example of FIPS 180-2, appendix B.1. */
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void isThatOfTheStandard() {
        assertThat(Sha256.hex("abc".getBytes(UTF_8))).isEqualTo(OF_ABC);
    }

    @Test
    void isTheSameForBytesThatComeInPieces() {
        MessageDigest digest = Sha256.begin();
        digest.update("a".getBytes(UTF_8));
        digest.update("bc".getBytes(UTF_8));

        assertThat(digest.digest())
                .isEqualTo(Sha256.of("abc".getBytes(UTF_8)))
                .isEqualTo(HexFormat.of().parseHex(OF_ABC));
    }
}
