package io.cioconnect.refresh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.offset.BucketOffset;

/**
 * A 64-bit hash of a row's content that does not depend on the order of its fields. It is stored in offsets: with another function, every
 * row would count as changed once. Collisions can be forged, but whoever can write a workspace's rows can change them anyway.
 */
final class ContentHash {
    private static final long PRIME = 0x100000001B3L;
    private static final long START = 0xCBF29CE484222325L;

    private ContentHash() {}

    static long of(ObjectNode row) {
        long hash = hash(row);
        boolean isMark =
                hash == BucketOffset.UNKNOWN || hash == BucketOffset.DELETE_PENDING || hash == BucketOffset.DELETED;
        return isMark ? ~hash : hash;
    }

    /** Each part says what it is, and a container how long it is, so that different rows do not add up to the same. */
    private static long hash(JsonNode node) {
        if (node.isObject()) {
            long sum = 0; // of the fields in any order
            for (var field : node.properties()) {
                sum += mixed(31 * text(START, field.getKey()) + hash(field.getValue()));
            }
            return mixed(START + sum + '{' + node.size());
        }
        if (node.isArray()) {
            long hash = START + '[' + node.size();
            for (JsonNode item : node) {
                hash = mixed(hash) * PRIME + hash(item);
            }
            return mixed(hash);
        }
        char kind = node.isTextual() ? '"' : node.isNumber() ? '0' : node.isBoolean() ? '!' : '-';
        return mixed(text(START + kind, node.asText()));
    }

    private static long text(long start, String text) {
        long hash = start;
        for (int at = 0; at < text.length(); at++) {
            hash = (hash ^ text.charAt(at)) * PRIME;
            hash ^= hash >>> 29;
        }
        return hash;
    }

    /** Spreads what differs over all bits (the last step of MurmurHash3). */
    private static long mixed(long hash) {
        long mixed = hash;
        mixed = (mixed ^ (mixed >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ (mixed >>> 33);
    }
}
