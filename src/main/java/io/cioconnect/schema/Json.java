package io.cioconnect.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads and writes JSON trees in which the order of keys and the spelling of numbers survive: {@code 1.10}, {@code 1e5}
 * and {@code 12345678901234567890} are written back as they were received. A number's {@code asText()} is its spelling.
 * Exceptions from here name a place in the text, never its content. Safe for use by any thread.
 */
public final class Json {
    private static final char REPLACEMENT = '\uFFFD'; // what stands for bytes that are not UTF-8
    private static final int MAX_TEXT = 9 << 20; // the receiver takes bodies up to 8 MiB

    private static final int MAX_NAME = 50_000;

    /** How deep a value may be nested. The code that writes, copies and compares it is recursive. */
    static final int MAX_DEPTH = 500;

    private static final JsonFactory DOCUMENTS =
            factory(MAX_DEPTH, 1000, MAX_NAME).build();

    // One value must not fail a whole list: TreeReader has limits for each row.
    private static final int MAX_DEPTH_OF_LISTS = 100_000;
    private static final JsonFactory LISTS =
            factory(MAX_DEPTH_OF_LISTS, MAX_TEXT, MAX_NAME).build();

    // A factory remembers the names it has seen. Long ones are not to stay in memory.
    private static final JsonFactory LISTS_WITH_LONG_NAMES = factory(MAX_DEPTH_OF_LISTS, MAX_TEXT, MAX_TEXT)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private Json() {}

    /**
     * Parses one complete document; strict: UTF-8 without a byte order mark, one value, no key twice in an object,
     * nothing behind the value.
     *
     * @throws JsonLimitException if it is nested deeper than 500 levels, or has a number of more than 1,000 digits or a longer name than 50,000
     *     characters; what follows was not read
     */
    public static JsonNode parse(byte[] utf8) throws IOException {
        String whole = new String(utf8, StandardCharsets.UTF_8); // several times as fast as a decoder that reports
        return whole.indexOf(REPLACEMENT) < 0 ? parse(whole) : parseReporting(utf8);
    }

    /** Tells text that really holds a replacement character from bytes that are not UTF-8. */
    private static JsonNode parseReporting(byte[] utf8) throws IOException {
        CharBuffer text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(utf8));
        } catch (CharacterCodingException e) { // its text is only "Input length = 1"
            throw new IOException("not JSON: the bytes are not UTF-8", e);
        }
        try (var parser = DOCUMENTS.createParser(text.array(), text.arrayOffset(), text.length())) {
            return document(parser);
        }
    }

    /** Like {@link #parse(byte[])}, for text that is already decoded. */
    static JsonNode parse(String text) throws IOException {
        try (var parser = DOCUMENTS.createParser(text)) {
            return document(parser);
        }
    }

    /** A parser for a long list, to be read row by row with {@link #element}. Closing it closes the stream. */
    public static JsonParser list(InputStream utf8) throws IOException {
        return LISTS.createParser(utf8);
    }

    /** The same, slower, for a list in which the name of a field is longer than that parser takes. */
    public static JsonParser listWithLongNames(InputStream utf8) throws IOException {
        return LISTS_WITH_LONG_NAMES.createParser(new InputStreamReader(utf8, StandardCharsets.UTF_8.newDecoder()));
    }

    /**
     * One element of a list.
     *
     * @param value the whole of it, or its beginning
     * @param limit why only the beginning was kept; empty when it is whole
     */
    public record Element(JsonNode value, Optional<RowException> limit) {}

    /**
     * Reads the parser's current value, or the next one if there is none, and leaves the parser on the last token of that value. If an
     * object has a key twice, the last value wins. What goes beyond a limit in depth or size is not kept.
     *
     * @throws StreamConstraintsException if the parser cannot go on behind a value that is too long or nested too deeply
     */
    public static Element element(JsonParser parser) throws IOException {
        try {
            var reader = TreeReader.ofElement(parser);
            JsonNode value = reader.read();
            return new Element(value, reader.limit());
        } catch (StreamConstraintsException beyond) {
            throw beyond; // names the limit, and no content
        } catch (JsonProcessingException broken) {
            throw withoutContent(broken);
        }
    }

    /** The value as compact JSON text. */
    public static String write(JsonNode value) {
        var text = new StringBuilder();
        TreeWriter.write(value, text);
        return text.toString();
    }

    /** The value as compact JSON in UTF-8. Half a surrogate pair, which UTF-8 cannot spell, is written as an escape. */
    public static byte[] bytes(JsonNode value) {
        String text = write(value);
        ByteBuffer utf8;
        try {
            utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException halfASurrogatePair) { // only within a text, where an escape is allowed
            return withHalvesEscaped(text).getBytes(StandardCharsets.UTF_8);
        }
        return Arrays.copyOfRange(utf8.array(), utf8.arrayOffset(), utf8.arrayOffset() + utf8.limit());
    }

    private static String withHalvesEscaped(String text) {
        var escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                escaped.append("\\u").append(Integer.toHexString(c));
            } else {
                escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }

    private static JsonNode document(JsonParser parser) throws IOException {
        try {
            JsonNode value = TreeReader.ofDocument(parser).read();
            if (parser.nextToken() != null) {
                throw new IOException("not JSON: something follows the value");
            }
            return value;
        } catch (JsonProcessingException broken) {
            throw withoutContent(broken);
        }
    }

    /** Jackson quotes what it could not read, and bodies contain personal data. So this passes on neither its text nor the cause. */
    private static IOException withoutContent(JsonProcessingException broken) {
        if (broken instanceof StreamConstraintsException) {
            return new JsonLimitException("JSON beyond a limit: " + broken.getOriginalMessage());
        }
        var place = broken.getLocation();
        return new IOException(
                place == null
                        ? "not JSON"
                        : "not JSON at line " + place.getLineNr() + ", column " + place.getColumnNr());
    }

    private static JsonFactoryBuilder factory(int maxDepth, int maxNumber, int maxName) {
        return new JsonFactoryBuilder()
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                // Keys come from outside: they must not stay in the JVM's table of interned strings.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxNumberLength(maxNumber)
                        .maxNameLength(maxName)
                        .maxStringLength(MAX_TEXT)
                        .build());
    }
}
