package io.cioconnect.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real browser without a window. Tests that need it are skipped where it is not installed. */
public final class Chromium {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");

    private final Path directory;
    private final boolean dark;

    /** @param directory for its profile and output */
    public Chromium(Path directory, boolean dark) {
        this.directory = directory;
        this.dark = dark;
    }

    public static void assumeInstalled() {
        assumeTrue(isInstalled(), "Chromium is not installed");
    }

    public static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    /** The document at an address, after its scripts ran. */
    public String document(String url) throws IOException, InterruptedException {
        return run(url, "--dump-dom", "--virtual-time-budget=5000");
    }

    public void screenshot(String url, Path image, int width, int height) throws IOException, InterruptedException {
        run(url, "--screenshot=" + image, "--window-size=" + width + "," + height, "--hide-scrollbars");
    }

    private String run(String url, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                PROGRAM.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--user-data-dir=" + directory.resolve("profile")));
        if (dark) {
            command.add("--blink-settings=preferredColorScheme=0");
        }
        command.addAll(List.of(options));
        command.add(url);
        Path output = directory.resolve("output");
        Process browser = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(directory.resolve("errors").toFile())
                .start();
        try {
            if (!browser.waitFor(60, TimeUnit.SECONDS) || browser.exitValue() != 0) {
                throw new IllegalStateException(
                        "Chromium: " + Files.readString(directory.resolve("errors"), StandardCharsets.UTF_8));
            }
        } finally {
            browser.destroyForcibly();
        }
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
