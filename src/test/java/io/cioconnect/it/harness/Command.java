package io.cioconnect.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A command run to its end, with its output. */
record Command(int status, String output) {

    /** @param hidden variables of our own environment that the command must not see */
    static Command run(Duration atMost, Collection<String> hidden, List<String> words) {
        Path output = null;
        try {
            output = Files.createTempFile("command", ".out");
            ProcessBuilder builder =
                    new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().keySet().removeAll(hidden);
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(words + " did not end: " + Files.readString(output));
            }
            return new Command(process.exitValue(), Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException(String.join(" ", words), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + words + " ran", e);
        } finally {
            delete(output);
        }
    }

    /** The output of a command that must succeed. */
    String expectSuccess() {
        if (status != 0) {
            throw new IllegalStateException("The command ended with " + status + ": " + output);
        }
        return output;
    }

    private static void delete(@Nullable Path file) {
        if (file != null) {
            try {
                Files.delete(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
