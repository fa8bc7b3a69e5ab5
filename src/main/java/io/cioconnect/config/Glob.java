package io.cioconnect.config;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A name, or a pattern of names in which {@code *} stands for any run of characters. */
record Glob(String text) {
    boolean isPattern() {
        return text.contains("*");
    }

    /** Those of the names that match, in their order. */
    List<String> among(List<String> names) {
        Pattern pattern = Pattern.compile(
                Arrays.stream(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
        return names.stream().filter(name -> pattern.matcher(name).matches()).toList();
    }
}
