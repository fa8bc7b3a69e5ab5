package io.cioconnect.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Keys that look like a misspelt key of ours. Connect ignores keys it does not know, so the connector would run with the default, and
 * nobody would be told.
 */
final class KeySpelling {
    private static final Set<String> OF_CONNECT = Set.of(
            "name",
            "connector.class",
            "connector.plugin.version",
            "config.action.reload",
            "exactly.once.support",
            "header.converter",
            "key.converter",
            "offsets.storage.topic",
            "predicates",
            "tasks.max",
            "tasks.max.enforce",
            "transaction.boundary",
            "transforms",
            "value.converter");

    private static final List<String> PREFIXES_OF_CONNECT = List.of(
            "admin.override.",
            "consumer.override.",
            "errors.",
            "header.converter.",
            "key.converter.",
            "predicates.",
            "producer.override.",
            "task.",
            "topic.creation.",
            "transaction.boundary.",
            "transforms.",
            "value.converter.");

    private KeySpelling() {}

    /** One line for each key that is neither ours nor Connect's and that resembles one of ours, in alphabetical order. */
    static Stream<String> warnings(Collection<String> given, Collection<String> ours) {
        return given.stream()
                .filter(key -> !ours.contains(key) && !isOfConnect(key))
                .sorted()
                .flatMap(key -> meant(key, ours)
                        .map(meant -> "The key " + key + " is unknown and has no effect. Did you mean " + meant + "?")
                        .stream());
    }

    /** The key of ours that is nearest to a misspelt one; of several, the one that is defined first. */
    static Optional<String> meant(String misspelt, Collection<String> ours) {
        String key = normalized(misspelt);
        Optional<String> nearest = ours.stream()
                .filter(candidate ->
                        distance(key, candidate) <= Math.max(1, Math.min(key.length(), candidate.length()) / 5))
                .min(Comparator.comparingInt(candidate -> distance(key, candidate)));
        return nearest.or(() -> ours.stream()
                .filter(candidate -> leavesOutWords(key, candidate))
                .min(Comparator.comparingInt(String::length)));
    }

    private static boolean isOfConnect(String key) {
        return OF_CONNECT.contains(key) || PREFIXES_OF_CONNECT.stream().anyMatch(key::startsWith);
    }

    private static String normalized(String key) {
        return key.strip().toLowerCase(Locale.ROOT).replaceAll("[_-]+", ".");
    }

    /** Such as webhook.port for webhook.listen.port: the same words in the same order, at least two, the first and last among them. */
    private static boolean leavesOutWords(String key, String candidate) {
        List<String> words = Arrays.asList(key.split("\\."));
        List<String> all = Arrays.asList(candidate.split("[._]"));
        if (words.size() < 2 || !words.get(words.size() - 1).equals(all.get(all.size() - 1))) {
            return false;
        }
        int found = 0;
        for (String word : all) {
            found += found < words.size() && words.get(found).equals(word) ? 1 : 0;
        }
        return found == words.size();
    }

    /** Insertions, deletions, replacements and swaps of neighbours that lead from one text to the other. */
    private static int distance(String from, String to) {
        int[][] distances = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    distances[i][j] = i + j;
                    continue;
                }
                int replaced = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                int least = Math.min(distances[i - 1][j], distances[i][j - 1]) + 1;
                least = Math.min(least, distances[i - 1][j - 1] + replaced);
                boolean swapped = i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1);
                distances[i][j] = swapped ? Math.min(least, distances[i - 2][j - 2] + 1) : least;
            }
        }
        return distances[from.length()][to.length()];
    }
}
