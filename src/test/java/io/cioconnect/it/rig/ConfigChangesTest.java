package io.cioconnect.it.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.CustomerIoSourceConnector;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The rig changes every key of the connector that matters to it. */
class ConfigChangesTest {
    private static final String INTERVAL = "refresh.interval.ms.";

    @Test
    void changeEveryKey() {
        Set<String> keys =
                new TreeSet<>(new CustomerIoSourceConnector().config().names());
        keys.removeAll(ConfigChanges.CHANGED_ELSEWHERE);
        keys.removeIf(key -> key.startsWith(INTERVAL) && !isRead(key.substring(INTERVAL.length())));

        assertThat(ConfigChanges.keys()).containsAll(keys);
    }

    private static boolean isRead(String table) {
        return Rig.TABLES.contains(table) || Rig.CHILDREN.table().equals(table);
    }
}
