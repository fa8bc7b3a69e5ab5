package io.cioconnect.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);

    @Test
    void aTerminalIsRedrawnInPlace() {
        Screen screen = on(new Terminal(24, 120));
        screen.show(List.of("one", "two"));
        assertThat(written()).isEqualTo("one\u001b[K\ntwo\u001b[K\n\u001b[J");
        screen.show(List.of("three"));
        assertThat(written()).isEqualTo("\u001b[2Athree\u001b[K\n\u001b[J");
        screen.showLast(List.of("four"));
        assertThat(written()).isEqualTo("\u001b[1Afour\u001b[K\n\u001b[J");
        screen.show(List.of("five"));
        assertThat(written()).as("below what was to stand").isEqualTo("five\u001b[K\n\u001b[J");
    }

    @Test
    void nothingWrapsOrScrollsAway() {
        Screen screen = on(new Terminal(5, 90));
        screen.show(IntStream.range(0, 9).mapToObj(row -> "x".repeat(95)).toList());
        List<String> lines = written().replaceAll("\u001b\\[.", "").lines().toList();
        assertThat(lines).hasSize(4).allMatch(line -> line.length() <= 90);
        assertThat(lines.get(3)).isEqualTo("(6 more lines: make the window higher)");
        assertThat(lines.subList(0, 3)).allMatch(line -> line.equals("x".repeat(90)));
    }

    @Test
    void elsewhereEveryTenthFrameIsPrintedAndTheLastOne() {
        Screen screen = new Screen(out, Optional.empty());
        for (int frame = 0; frame < 11; frame++) {
            screen.show(List.of("frame " + frame));
        }
        screen.showLast(List.of("last"));
        assertThat(written()).isEqualTo(String.format("frame 0%nframe 10%nlast%n"));
    }

    @ParameterizedTest
    @CsvSource({"'44 100\n', 44, 100", "'0 0\n', 24, 80", "'stty: no tty\n', 24, 80"})
    void theSizeIsThatOfTheTerminalOrSmall(String printed, int rows, int columns) {
        assertThat(Terminal.of(printed)).isEqualTo(new Terminal(rows, columns));
    }

    private Screen on(Terminal terminal) {
        return new Screen(out, Optional.of(() -> terminal));
    }

    /** Since the last call. */
    private String written() {
        out.flush();
        String text = bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        return text;
    }
}
