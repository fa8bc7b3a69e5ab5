package io.cioconnect.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * One edit of some bytes. A property that fails is shrunk to the fewest edits that still make it fail.
 *
 * @param at where, modulo the length
 * @param amount how many bytes, or which one
 */
public record Damage(Kind kind, int at, int amount) {
    private static final List<String> TOKENS = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            ",",
            ":",
            "\\u0000",
            "\\ud800",
            "null",
            "true",
            "-0.0",
            "1e999",
            "9223372036854775808",
            "\r\n",
            "\r\n\r\n",
            " ",
            "%2e",
            "\u0000",
            "\u00ff");

    /** What an edit does. */
    public enum Kind {
        SET_BYTE,
        FLIP_BIT,
        INSERT_TOKEN,
        CUT_OUT,
        REPEAT,
        TRUNCATE
    }

    /** Up to six edits. */
    public static Arbitrary<List<Damage>> several() {
        return Combinators.combine(
                        Arbitraries.of(Kind.class),
                        Arbitraries.integers().between(0, 1 << 16),
                        Arbitraries.integers().between(0, 255))
                .as(Damage::new)
                .list()
                .ofMaxSize(6);
    }

    /** The bytes after all edits, one after the other. */
    public static byte[] to(byte[] bytes, List<Damage> edits) {
        byte[] damaged = bytes;
        for (Damage edit : edits) {
            damaged = edit.to(damaged);
        }
        return damaged;
    }

    private byte[] to(byte[] bytes) {
        if (bytes.length == 0) {
            return bytes;
        }
        int from = at % bytes.length;
        int until = Math.min(bytes.length, from + 1 + amount);
        byte[] same = bytes.clone();
        switch (kind) {
            case SET_BYTE -> same[from] = (byte) amount;
            case FLIP_BIT -> same[from] ^= (byte) (1 << (amount % 8));
            case INSERT_TOKEN -> {
                return join(
                        Arrays.copyOf(bytes, from),
                        TOKENS.get(amount % TOKENS.size()).getBytes(StandardCharsets.ISO_8859_1),
                        Arrays.copyOfRange(bytes, from, bytes.length));
            }
            case CUT_OUT -> {
                return join(Arrays.copyOf(bytes, from), Arrays.copyOfRange(bytes, until, bytes.length));
            }
            case REPEAT -> {
                return join(Arrays.copyOf(bytes, until), Arrays.copyOfRange(bytes, from, bytes.length));
            }
            case TRUNCATE -> {
                return Arrays.copyOf(bytes, from);
            }
        }
        return same;
    }

    private static byte[] join(byte[]... parts) {
        var joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
