package io.cioconnect.config;

import java.util.List;

/** A name, or a pattern of names in which {@code *} stands for any run of characters. */
record Glob(String text) {
    boolean isPattern() {
        return text.contains("*");
    }

    /** Those of the names that match, in their order. */
    List<String> among(List<String> names) {
        String[] parts = text.split("\\*+", -1);
        return names.stream().filter(name -> matches(name, parts)).toList();
    }

    /**
     * Looks for each part between two {@code *} at its first place behind the one before, and never goes back: a later place would only
     * leave less for the rest.
     */
    private static boolean matches(String name, String[] parts) {
        String first = parts[0];
        String last = parts[parts.length - 1];
        if (parts.length == 1) {
            return name.equals(first);
        }
        int at = first.length();
        int end = name.length() - last.length();
        if (at > end || !name.startsWith(first) || !name.endsWith(last)) {
            return false;
        }
        for (int i = 1; i < parts.length - 1; i++) {
            int found = name.indexOf(parts[i], at);
            at = found + parts[i].length();
            if (found < 0 || at > end) {
                return false;
            }
        }
        return true;
    }
}
