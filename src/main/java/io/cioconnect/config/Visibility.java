package io.cioconnect.config;

import java.util.List;
import java.util.Map;

/** Which groups of keys a form shows, given what is entered so far. Values that do not parse are null. */
final class Visibility {
    private Visibility() {}

    static boolean hasPolledTables(Map<String, Object> parsed) {
        return !selection(parsed).polledTables().isEmpty();
    }

    static boolean hasEventTables(Map<String, Object> parsed) {
        return selection(parsed).hasEvents();
    }

    static boolean hasDeliveryTables(Map<String, Object> parsed) {
        return !selection(parsed).deliveryTables().isEmpty();
    }

    private static TableSelection selection(Map<String, Object> parsed) {
        return parsed.get(RefreshConfig.TABLES) instanceof List<?> tables
                ? TableSelection.of(tables.stream().map(String.class::cast).toList())
                : new TableSelection(List.of(), List.of());
    }
}
