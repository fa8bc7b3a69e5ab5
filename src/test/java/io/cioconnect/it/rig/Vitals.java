package io.cioconnect.it.rig;

import io.cioconnect.it.WorkerVitals;
import io.cioconnect.it.harness.FreePort;
import io.cioconnect.it.harness.WorkerSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What all workers together hold, before the first fault and at rest after the last: C12. One thread. */
final class Vitals {
    /** Tasks that moved to one worker, and a JVM that has lived longer, hold some more of each. */
    private static final int MORE_THREADS = 40;

    private static final long MORE_FILES = 120;

    private final List<Integer> ports = new ArrayList<>();

    private record Held(int threads, long files, int beans) {}

    private Held before = new Held(0, 0, 0);
    private Held after = new Held(0, 0, 0);

    /** Lets a worker be looked at. */
    WorkerSettings watch(WorkerSettings settings) {
        int port = FreePort.next();
        ports.add(port);
        return WorkerVitals.visible(settings, port);
    }

    void remember() throws IOException {
        before = now();
    }

    private Held now() throws IOException {
        int threads = 0;
        long files = 0;
        int beans = 0;
        for (int port : ports) {
            try (WorkerVitals vitals = new WorkerVitals(port)) {
                threads += vitals.threads();
                files += vitals.openFiles();
                beans += vitals.beans();
            }
        }
        return new Held(threads, files, beans);
    }

    /** What grew more than it may, in words; sockets are among the files. */
    List<String> leaks() throws IOException {
        after = now();
        List<String> leaks = new ArrayList<>();
        if (after.threads > before.threads + MORE_THREADS) {
            leaks.add("threads");
        }
        if (after.files > before.files + MORE_FILES) {
            leaks.add("files and sockets");
        }
        if (after.beans > before.beans) {
            leaks.add("MBeans");
        }
        return leaks;
    }

    /** Both counts of everything. */
    List<String> grown() {
        return List.of(
                "threads " + before.threads + " -> " + after.threads,
                "files and sockets " + before.files + " -> " + after.files,
                "MBeans " + before.beans + " -> " + after.beans);
    }
}
