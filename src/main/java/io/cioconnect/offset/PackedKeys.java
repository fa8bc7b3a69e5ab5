package io.cioconnect.offset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * The keys of a bucket as bytes that deflate well, and apart from them the hashes, which do not deflate at all. Keys that are all whole
 * numbers are sorted as such and stored as differences; others are sorted as texts, each without what it shares with the one before.
 *
 * <p>The first part holds their kind and number, the keys, a mark for each, and the start of the pass, which nobody reads; the second
 * one the hashes of the keys whose content is known, eight bytes each.
 */
final class PackedKeys {
    private static final int NUMBERS = 1;
    private static final int TEXTS = 2;

    /** The mark of a key that has a hash; a smaller mark stands for a hash of that value. */
    private static final int HASHED = 3;

    private final byte[] keys;
    private final byte[] hashes;

    PackedKeys(byte[] keys, byte[] hashes) {
        this.keys = keys;
        this.hashes = hashes;
    }

    static PackedKeys of(Map<String, Long> hashes, Instant pass) {
        var keys = new ByteArrayOutputStream(4 * hashes.size() + 16);
        Optional<long[]> numbers = numbers(hashes.keySet());
        String[] sorted = numbers.isPresent() ? writeNumbers(numbers.get(), keys) : writeTexts(hashes.keySet(), keys);
        var known = ByteBuffer.allocate(Long.BYTES * sorted.length);
        for (String key : sorted) {
            long hash = hashes.getOrDefault(key, BucketOffset.UNKNOWN);
            boolean isMark = hash >= 0 && hash < HASHED;
            keys.write(isMark ? (int) hash : HASHED);
            if (!isMark) {
                known.putLong(hash);
            }
        }
        writeNumber(pass.toEpochMilli(), keys);
        return new PackedKeys(keys.toByteArray(), Arrays.copyOf(known.array(), known.position()));
    }

    /** What deflates well. */
    byte[] keys() {
        return keys;
    }

    /** What does not deflate. */
    byte[] hashes() {
        return hashes;
    }

    /** The keys in order, each with its hash. */
    Map<String, Long> unpack() throws UnreadableOffsetException {
        var in = ByteBuffer.wrap(keys);
        var known = ByteBuffer.wrap(hashes);
        try {
            int kind = in.get();
            int count = count(in);
            String[] sorted = kind == NUMBERS ? readNumbers(count, in) : readTexts(count, in);
            var unpacked = new LinkedHashMap<String, Long>(2 * count);
            for (String key : sorted) {
                int mark = in.get();
                unpacked.put(key, mark == HASHED ? known.getLong() : (long) mark);
            }
            return unpacked;
        } catch (BufferUnderflowException e) {
            throw new UnreadableOffsetException("the list of keys is cut off", e);
        }
    }

    long crc() {
        var crc = new CRC32();
        crc.update(keys);
        crc.update(hashes);
        return crc.getValue();
    }

    /** The keys as numbers; empty when one of them is not the spelling of a number. */
    private static Optional<long[]> numbers(Set<String> keys) {
        long[] numbers = new long[keys.size()];
        int count = 0;
        for (String key : keys) {
            try {
                numbers[count] = Long.parseLong(key);
            } catch (NumberFormatException isText) {
                return Optional.empty();
            }
            if (!Long.toString(numbers[count++]).equals(key)) {
                return Optional.empty();
            }
        }
        return Optional.of(numbers);
    }

    private static String[] writeNumbers(long[] numbers, ByteArrayOutputStream out) {
        Arrays.sort(numbers);
        out.write(NUMBERS);
        writeNumber(numbers.length, out);
        long last = 0;
        for (long number : numbers) {
            writeNumber(number - last, out);
            last = number;
        }
        return Arrays.stream(numbers).mapToObj(Long::toString).toArray(String[]::new);
    }

    private static String[] readNumbers(int count, ByteBuffer in) {
        var keys = new String[count];
        long last = 0;
        for (int i = 0; i < count; i++) {
            last += readNumber(in);
            keys[i] = Long.toString(last);
        }
        return keys;
    }

    private static String[] writeTexts(Set<String> keys, ByteArrayOutputStream out) {
        String[] sorted = keys.toArray(String[]::new);
        Arrays.sort(sorted);
        out.write(TEXTS);
        writeNumber(sorted.length, out);
        byte[] last = new byte[0];
        for (String key : sorted) {
            byte[] text = key.getBytes(UTF_8);
            int shared = Arrays.mismatch(last, text);
            shared = shared < 0 ? text.length : shared;
            writeNumber(shared, out);
            writeNumber(text.length - shared, out);
            out.write(text, shared, text.length - shared);
            last = text;
        }
        return sorted;
    }

    private static String[] readTexts(int count, ByteBuffer in) throws UnreadableOffsetException {
        var keys = new String[count];
        byte[] last = new byte[0];
        long total = 0;
        for (int i = 0; i < count; i++) {
            long shared = readNumber(in);
            int more = count(in);
            if (shared < 0 || shared > last.length) {
                throw new UnreadableOffsetException("a key shares more than its predecessor has");
            }
            total += shared + more;
            if (total > Packed.MAX_BYTES) {
                throw new UnreadableOffsetException("the list of keys is longer than any that was written");
            }
            byte[] text = Arrays.copyOf(last, (int) shared + more);
            in.get(text, (int) shared, more);
            keys[i] = new String(text, UTF_8);
            last = text;
        }
        return keys;
    }

    /** Seven bits to a byte, the lowest first. Of a negative number all ten. */
    private static void writeNumber(long number, ByteArrayOutputStream out) {
        long rest = number;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static long readNumber(ByteBuffer in) {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte bits = in.get();
            number |= (long) (bits & 0x7F) << shift;
            if (bits >= 0) {
                break;
            }
        }
        return number;
    }

    private static int count(ByteBuffer in) throws UnreadableOffsetException {
        long count = readNumber(in);
        if (count < 0 || count > in.remaining()) {
            throw new UnreadableOffsetException("the list of keys is longer than its bytes");
        }
        return (int) count;
    }
}
