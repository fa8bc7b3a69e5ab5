package io.cioconnect.api;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * JSON whose texts are cut where they become longer than a parser takes. A row that keeps such a text is too large to be stored anyway.
 * One thread.
 */
final class LongTexts extends FilterInputStream {
    /** In bytes of JSON, so that no text has more characters. */
    static final int MAX_LENGTH = 8 << 20;

    private static final int HEX_DIGITS = 4;

    private final int maxLength;
    private boolean inText;
    private boolean isEscaped;
    private int hexDigits; // of an escaped character that are still to come
    private int length;
    private boolean isCut;

    LongTexts(InputStream json) {
        this(json, MAX_LENGTH);
    }

    LongTexts(InputStream json, int maxLength) {
        super(json);
        this.maxLength = maxLength;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (true) {
            int read = super.read(bytes, offset, length);
            int kept = read <= 0 ? read : keep(bytes, offset, read);
            if (kept != 0 || length == 0) {
                return kept;
            }
        }
    }

    /** Moves what is kept to the front. */
    private int keep(byte[] bytes, int offset, int read) {
        int to = offset;
        for (int at = offset; at < offset + read; at++) {
            if (isKept(bytes[at])) {
                bytes[to++] = bytes[at];
            }
        }
        return to - offset;
    }

    private boolean isKept(byte b) {
        if (!inText) {
            inText = b == '"';
            length = 0;
            isCut = false;
            return true;
        }
        boolean isWithinCharacter = isEscaped || hexDigits > 0 || (b & 0xC0) == 0x80;
        if (b == '"' && !isEscaped) {
            inText = false;
            return true;
        }
        length++;
        isCut |= length > maxLength && !isWithinCharacter;
        hexDigits = isEscaped && b == 'u' ? HEX_DIGITS : Math.max(0, hexDigits - 1);
        isEscaped = b == '\\' && !isEscaped;
        return !isCut;
    }
}
