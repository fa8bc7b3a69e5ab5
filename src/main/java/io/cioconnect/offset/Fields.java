package io.cioconnect.offset;

import java.util.Map;

/** Reads the fields of a stored offset. Numbers come back from Connect as Long, whatever they were written as. */
final class Fields {
    static final String VERSION = "version";
    static final String CRC = "crc";

    private Fields() {}

    static long number(Map<String, ?> map, String field) throws UnreadableOffsetException {
        if (map.get(field) instanceof Number number) {
            return number.longValue();
        }
        throw new UnreadableOffsetException("an offset needs the number " + field);
    }

    static String text(Map<String, ?> map, String field) throws UnreadableOffsetException {
        if (map.get(field) instanceof String text) {
            return text;
        }
        throw new UnreadableOffsetException("an offset needs the text " + field);
    }

    static boolean flag(Map<String, ?> map, String field) throws UnreadableOffsetException {
        if (map.get(field) instanceof Boolean flag) {
            return flag;
        }
        throw new UnreadableOffsetException("an offset needs true or false in " + field);
    }

    static void checkVersion(Map<String, ?> map, long supported) throws UnreadableOffsetException {
        long version = number(map, VERSION);
        if (version != supported) {
            throw new UnreadableOffsetException(
                    "version " + version + " is not known to this version of the connector");
        }
    }

    static void checkCrc(Map<String, ?> map, byte[] bytes) throws UnreadableOffsetException {
        if (number(map, CRC) != Packed.crc(bytes)) {
            throw new UnreadableOffsetException("checksum does not fit the content");
        }
    }
}
