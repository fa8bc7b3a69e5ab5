package io.cioconnect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SourceFilesTest {
    private static final long MAX_LINES = 300;

    /** A longer file is about two things. */
    @Test
    void noJavaFileHasMoreThan300Lines() throws IOException {
        Map<Path, Long> lines = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                try (Stream<String> text = Files.lines(file)) {
                    lines.put(file, text.count());
                }
            }
        }

        assertThat(lines).hasSizeGreaterThan(300);
        lines.values().removeIf(count -> count <= MAX_LINES);
        assertThat(lines).isEmpty();
    }
}
