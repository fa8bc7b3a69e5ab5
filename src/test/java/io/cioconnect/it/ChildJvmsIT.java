package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.it.harness.Broker;
import io.cioconnect.it.harness.ChildJvms;
import io.cioconnect.it.harness.Warehouse;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What tests and quick start have started never outlives them. */
final class ChildJvmsIT {

    @Test
    void endWhenTheirParentIsKilled() throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = parent.inputReader()) {
            List<ProcessHandle> started = new ArrayList<>();
            for (String id = out.readLine(); !id.isEmpty(); id = out.readLine()) {
                started.add(ProcessHandle.of(Long.parseLong(id)).orElseThrow());
            }
            assertThat(started)
                    .as("broker, server of the warehouse, and its watch")
                    .hasSize(3);
            parent.destroyForcibly();
            try {
                for (ProcessHandle process : started) {
                    process.onExit().get(30, TimeUnit.SECONDS);
                }
            } finally {
                started.forEach(ProcessHandle::destroyForcibly);
            }
        } finally {
            parent.destroyForcibly();
        }
    }

    /** Starts a broker and a warehouse, says the ids of their processes, then an empty line, and waits to be killed. */
    static final class Parent {
        public static void main(String[] arguments) throws InterruptedException {
            Broker broker = new ChildJvms().broker("orphan", Map.of());
            broker.start();
            Warehouse warehouse = new Warehouse();
            System.out.println(warehouse.processId());
            ProcessHandle.current().children().forEach(child -> System.out.println(child.pid()));
            System.out.println();
            Thread.currentThread().join();
        }
    }
}
