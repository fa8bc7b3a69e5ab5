package io.cioconnect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The mutations under src/test/mutations still apply: each text that they replace stands once in its file. */
class MutationsTest {
    private static final Path DIRECTORY = Path.of("src/test/mutations");
    private static final int FEWEST = 12;

    static List<Path> mutations() throws IOException {
        try (var files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void areAtLeastTwelve() throws IOException {
        assertThat(mutations()).hasSizeGreaterThanOrEqualTo(FEWEST);
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void replaceATextThatIsThere(Path mutation) throws IOException {
        List<String> blocks = Pattern.compile("(?m)^---\n")
                .splitAsStream(Files.readString(mutation))
                .toList();
        List<String> head = blocks.get(0).lines().toList();
        assertThat(head.get(1)).startsWith("faults: ");
        String source = Files.readString(Path.of(head.get(2).substring("file: ".length())));
        assertThat(head.get(3)).matches("promise: (C\\d+|registration)");
        assertThat(blocks).hasSizeGreaterThan(1);
        for (String block : blocks.subList(1, blocks.size())) {
            String text = block.substring(0, block.indexOf("+++\n")).stripTrailing();
            assertThat(Pattern.compile(Pattern.quote(text)).matcher(source).results())
                    .as(text)
                    .hasSize(1);
        }
    }
}
