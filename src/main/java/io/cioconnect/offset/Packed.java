package io.cioconnect.offset;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Bytes as text for an offset's value: deflated, in base 64. */
final class Packed {
    /** Far above what fits into an offset; an altered one may claim more. */
    static final int MAX_BYTES = 64 << 20;

    private Packed() {}

    static String pack(byte[] bytes) {
        var deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            var out = new ByteArrayOutputStream(bytes.length / 2 + 16);
            byte[] buffer = new byte[8192];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return Base64.getEncoder().encodeToString(out.toByteArray());
        } finally {
            deflater.end();
        }
    }

    static byte[] unpack(String text) throws UnreadableOffsetException {
        var inflater = new Inflater();
        try {
            inflater.setInput(Base64.getDecoder().decode(text));
            var out = new ByteArrayOutputStream(text.length());
            byte[] buffer = new byte[8192];
            while (!inflater.finished()) {
                int count = inflater.inflate(buffer);
                if ((count == 0 && !inflater.finished()) || out.size() + count > MAX_BYTES) {
                    throw new UnreadableOffsetException("compressed text is cut off or too long");
                }
                out.write(buffer, 0, count);
            }
            return out.toByteArray();
        } catch (IllegalArgumentException | DataFormatException e) {
            throw new UnreadableOffsetException("the text was not packed by this connector", e);
        } finally {
            inflater.end();
        }
    }

    static long crc(byte[] bytes) {
        var crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }
}
