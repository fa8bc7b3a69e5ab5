package io.cioconnect.config;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * A validator whose text says what to enter. Null passes: a key without a value has its default, or is missed elsewhere.
 *
 * @param what completes "Enter ..."; also the valid values in the documentation
 * @param shown whether a wrong value may be repeated in the text
 * @param suggestions values a form can offer
 * @param complaint what is wrong with a value; blank when {@code what} says it all
 */
record Expected(String what, boolean shown, List<String> suggestions, Function<Object, Optional<String>> complaint)
        implements Validator {

    static Expected value(String what, Function<Object, Optional<String>> complaint) {
        return new Expected(what, true, List.of(), complaint);
    }

    static Expected items(String what, Function<List<String>, Optional<String>> complaint) {
        return value(
                what,
                value -> complaint.apply(
                        ((List<?>) value).stream().map(String.class::cast).toList()));
    }

    /** For URLs, which may hold a password by mistake. */
    static Expected unshown(String what, Function<String, Optional<String>> complaint) {
        return new Expected(what, false, List.of(), value -> complaint.apply((String) value));
    }

    static Expected secret(String what, Function<Password, Optional<String>> complaint) {
        return new Expected(what, false, List.of(), value -> complaint.apply((Password) value));
    }

    Expected suggesting(List<String> values) {
        return new Expected(what, shown, values, complaint);
    }

    static Optional<String> complainUnless(boolean right, String complaint) {
        return right ? Optional.empty() : Optional.of(complaint);
    }

    @Override
    public void ensureValid(String key, @Nullable Object value) {
        if (value == null) {
            return;
        }
        complaint.apply(value).ifPresent(found -> {
            String wrong =
                    shown ? "Invalid value " + value + " for configuration " : "Invalid value for configuration ";
            String because = found.isBlank() ? "" : found + ". ";
            throw new ConfigException(wrong + key + ": " + because + "Enter " + what);
        });
    }

    @Override
    public String toString() {
        return what;
    }
}
