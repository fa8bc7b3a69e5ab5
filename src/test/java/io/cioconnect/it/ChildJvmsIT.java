package io.cioconnect.it;

import io.cioconnect.it.harness.Broker;
import io.cioconnect.it.harness.ChildJvms;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

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
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
            parent.destroyForcibly();
            try {
                child.onExit().get(30, TimeUnit.SECONDS);
            } finally {
                child.destroyForcibly();
            }
        } finally {
            parent.destroyForcibly();
        }
    }

    /** Starts a broker, says its process id and waits to be killed. */
    static final class Parent {
        public static void main(String[] arguments) throws InterruptedException {
            Broker broker = new ChildJvms().broker("orphan", Map.of());
            broker.start();
            ProcessHandle.current().children().forEach(child -> System.out.println(child.pid()));
            Thread.currentThread().join();
        }
    }
}
