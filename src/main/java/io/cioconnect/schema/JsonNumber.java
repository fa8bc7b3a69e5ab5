package io.cioconnect.schema;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;

/** A number of a JSON tree that keeps its spelling. Two are equal when they are spelled alike. */
final class JsonNumber extends ValueNode {
    private static final long serialVersionUID = 1L;

    /** A longer number only has a spelling: arithmetic on it would take quadratic time. */
    private static final int MAX_LENGTH = 1000;

    /** So many digits times so large a power fit into 64 bits. */
    private static final int MAX_PLAIN_DIGITS = 15;

    private static final long[] POWERS = {1, 10, 100, 1000};
    private static final int MAX_PLAIN_POWER = POWERS.length - 1;

    private final String spelling;

    JsonNumber(String spelling) {
        this.spelling = spelling;
    }

    /** The number that a text is, when the whole text is a number in JSON's grammar. */
    static Optional<JsonNumber> of(String text) {
        return isNumber(text) ? Optional.of(new JsonNumber(text)) : Optional.empty();
    }

    /** The whole number this is, if it is one within 64 bits. */
    Optional<Long> toLong() {
        return toLong(0);
    }

    /** This number times ten to that power, if the product is a whole number within 64 bits. */
    Optional<Long> toLong(int powerOfTen) {
        if (spelling.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        if (powerOfTen <= MAX_PLAIN_POWER && spelling.length() <= MAX_PLAIN_DIGITS && isPlain()) {
            return Optional.of(Long.parseLong(spelling) * POWERS[powerOfTen]);
        }
        try {
            // Cheap for 1e1000000000 too: BigDecimal compares magnitudes before it writes out any digit.
            return Optional.of(
                    new BigDecimal(spelling).scaleByPowerOfTen(powerOfTen).longValueExact());
        } catch (ArithmeticException | NumberFormatException notExact) { // the latter for exponents beyond 32 bits
            return Optional.empty();
        }
    }

    /** Digits and nothing else: nearly every number there is. */
    private boolean isPlain() {
        return digits(spelling, 0) == spelling.length();
    }

    @Override
    public void serialize(JsonGenerator generator, SerializerProvider provider) throws IOException {
        generator.writeNumber(spelling);
    }

    @Override
    public String asText() {
        return spelling;
    }

    @Override
    public boolean canConvertToLong() {
        return toLong().isPresent();
    }

    @Override
    public boolean canConvertToExactIntegral() {
        return canConvertToLong();
    }

    /** Throws ArithmeticException for what is not a whole number within 64 bits. */
    @Override
    public long longValue() {
        return toLong().orElseThrow(() -> new ArithmeticException("not a whole number within 64 bits"));
    }

    @Override
    public long asLong(long other) {
        return toLong().orElse(other);
    }

    @Override
    public long asLong() {
        return asLong(0);
    }

    @Override
    public double doubleValue() {
        return Double.parseDouble(spelling);
    }

    @Override
    public JsonNodeType getNodeType() {
        return JsonNodeType.NUMBER;
    }

    @Override
    public JsonToken asToken() {
        return spelling.chars().anyMatch(c -> c == '.' || c == 'e' || c == 'E')
                ? JsonToken.VALUE_NUMBER_FLOAT
                : JsonToken.VALUE_NUMBER_INT;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonNumber number && spelling.equals(number.spelling);
    }

    @Override
    public int hashCode() {
        return spelling.hashCode();
    }

    private static boolean isNumber(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return false;
        }
        int at = text.charAt(0) == '-' ? 1 : 0;
        int whole = digits(text, at);
        if (whole == at || (text.charAt(at) == '0' && whole > at + 1)) {
            return false;
        }
        at = whole;
        if (at < text.length() && text.charAt(at) == '.') {
            int fraction = digits(text, at + 1);
            if (fraction == at + 1) {
                return false;
            }
            at = fraction;
        }
        return at == text.length() || isExponent(text, at);
    }

    private static boolean isExponent(String text, int from) {
        if (text.charAt(from) != 'e' && text.charAt(from) != 'E') {
            return false;
        }
        int at = from + 1;
        if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
            at++;
        }
        int end = digits(text, at);
        return end > at && end == text.length();
    }

    /** Where the run of digits that begins there ends. */
    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
