package io.cioconnect.refresh;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.offset.BucketOffset;
import io.cioconnect.schema.Json;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A 64-bit hash of a row's content that does not depend on the order of its fields. */
final class ContentHash {
    private final MessageDigest digest;

    private ContentHash(MessageDigest digest) {
        this.digest = digest;
    }

    static long of(ObjectNode row) {
        try {
            var hash = new ContentHash(MessageDigest.getInstance("SHA-256"));
            hash.add(row);
            long value = ByteBuffer.wrap(hash.digest.digest()).getLong();
            boolean isMark = value == BucketOffset.UNKNOWN || value == BucketOffset.DELETE_PENDING;
            return isMark ? ~value : value;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Each part says what it is and how long, so that different rows never feed the same bytes. */
    private void add(JsonNode node) {
        if (node.isObject()) {
            List<String> names = new ArrayList<>();
            node.fieldNames().forEachRemaining(names::add);
            Collections.sort(names);
            begin('{', names.size());
            for (String name : names) {
                text('"', name);
                add(node.get(name));
            }
        } else if (node.isArray()) {
            begin('[', node.size());
            node.forEach(this::add);
        } else {
            text('=', Json.write(node));
        }
    }

    private void text(char kind, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        begin(kind, bytes.length);
        digest.update(bytes);
    }

    private void begin(char kind, int size) {
        digest.update(ByteBuffer.allocate(5).put((byte) kind).putInt(size).flip());
    }
}
