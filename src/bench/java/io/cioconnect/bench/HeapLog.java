package io.cioconnect.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a garbage collector's log says of the heap.
 *
 * @param peakMegabytes most that was in use, garbage included
 * @param liveMegabytes most that a collection left; the pauses of a concurrent mark collect nothing
 */
record HeapLog(long peakMegabytes, long liveMegabytes) {
    private static final Pattern PAUSE = Pattern.compile("Pause (\\w+) .*?(\\d+)M->(\\d+)M\\(\\d+M\\)");

    static HeapLog read(Path log) throws IOException {
        long peak = 0;
        long live = 0;
        for (String line : Files.readAllLines(log)) {
            Matcher pause = PAUSE.matcher(line);
            if (pause.find()) {
                boolean collects =
                        !pause.group(1).equals("Remark") && !pause.group(1).equals("Cleanup");
                peak = Math.max(peak, Long.parseLong(pause.group(2)));
                live = collects ? Math.max(live, Long.parseLong(pause.group(3))) : live;
            }
        }
        return new HeapLog(peak, live);
    }
}
