package io.cioconnect.offset;

import java.util.Map;

/** Reads the fields of a stored offset or of its partition. Numbers come back from Connect as Long, whatever they were written as. */
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

    /** For a field that not every build has written. */
    static long number(Map<String, ?> map, String field, long otherwise) throws UnreadableOffsetException {
        return map.containsKey(field) ? number(map, field) : otherwise;
    }

    static String text(Map<String, ?> map, String field) throws UnreadableOffsetException {
        if (map.get(field) instanceof String text) {
            return text;
        }
        throw new UnreadableOffsetException("an offset needs the text " + field);
    }

    /** One of the texts that together name a partition; never blank. */
    static String ofPartition(Map<String, ?> partition, String field) throws UnreadableOffsetException {
        if (partition.get(field) instanceof String text && !text.isBlank()) {
            return text;
        }
        throw new UnreadableOffsetException("a partition needs the text field " + field);
    }

    static boolean flag(Map<String, ?> map, String field) throws UnreadableOffsetException {
        if (map.get(field) instanceof Boolean flag) {
            return flag;
        }
        throw new UnreadableOffsetException("an offset needs true or false in " + field);
    }

    /** The version an offset was written in, at most the newest this connector knows. */
    static long version(Map<String, ?> map, long newest) throws UnreadableOffsetException {
        long version = number(map, VERSION);
        if (version < 1 || version > newest) {
            throw new UnreadableOffsetException(
                    "version " + version + " is not known to this version of the connector");
        }
        return version;
    }

    static void checkCrc(Map<String, ?> map, byte[] bytes) throws UnreadableOffsetException {
        if (number(map, CRC) != Packed.crc(bytes)) {
            throw new UnreadableOffsetException("checksum does not fit the content");
        }
    }
}
