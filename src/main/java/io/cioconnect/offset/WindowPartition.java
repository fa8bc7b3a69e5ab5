package io.cioconnect.offset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Names one stored offset of a table that is read by windows: of its first read, or of an age up to which its rows are read again. An age is
 * stored under a number, and the offset says which age that is: Connect finds an offset only by its partition, and an age of an earlier
 * configuration is no longer known.
 *
 * @param band {@code first}, or {@code 00} to {@code 19}
 * @param topic of the table; another prefix starts afresh
 */
public record WindowPartition(String band, String table, String topic) {
    /** Twice as many as there may be ages, so that a new age need not take the number of one that is still read. */
    public static final int AGES = 20;

    private static final String FIRST = "first";
    private static final Set<String> FIELDS = Set.of("band", "table", "topic");

    public static WindowPartition ofFirstRead(String table, String topic) {
        return new WindowPartition(FIRST, table, topic);
    }

    public static WindowPartition ofAge(int number, String table, String topic) {
        return new WindowPartition(number < 10 ? "0" + number : Integer.toString(number), table, topic);
    }

    /** All that a table may have. */
    static List<WindowPartition> all(String table, String topic) {
        List<WindowPartition> all = new ArrayList<>();
        all.add(ofFirstRead(table, topic));
        for (int number = 0; number < AGES; number++) {
            all.add(ofAge(number, table, topic));
        }
        return all;
    }

    /** In a HashMap's order, as {@link SourcePartition#toMap()} explains. */
    public Map<String, String> toMap() {
        var map = new HashMap<String, String>();
        map.put("band", band);
        map.put("table", table);
        map.put("topic", topic);
        return Collections.unmodifiableMap(map);
    }

    static boolean isOne(Map<String, ?> map) {
        return map.keySet().equals(FIELDS);
    }

    static WindowPartition fromMap(Map<String, ?> map) throws UnreadableOffsetException {
        var partition = new WindowPartition(
                Fields.ofPartition(map, "band"), Fields.ofPartition(map, "table"), Fields.ofPartition(map, "topic"));
        if (!partition.isFirstRead() && !partition.band.matches("[01][0-9]")) {
            throw new UnreadableOffsetException("band must be first or 00 to 19, not " + partition.band);
        }
        return partition;
    }

    boolean isFirstRead() {
        return band.equals(FIRST);
    }
}
