package io.cioconnect.refresh;

import io.cioconnect.schema.KeyText;
import java.util.HashSet;
import java.util.Set;

/** Some parents, each named by what the keys of all its rows begin with. One thread. */
final class KeyBeginnings {
    /** Every key begins with it. */
    private static final String ANY = "";

    private final Set<String> beginnings = new HashSet<>();

    void add(String beginning) {
        beginnings.add(beginning);
    }

    /** True for the key of a row of one of these parents. */
    boolean cover(String key) {
        return !beginnings.isEmpty()
                && (beginnings.contains(ANY)
                        || KeyText.beginningsOf(key).stream().anyMatch(beginnings::contains));
    }
}
