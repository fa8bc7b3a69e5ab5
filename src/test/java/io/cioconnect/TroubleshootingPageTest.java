package io.cioconnect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.testing.MarkdownPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever is on call searches the page for the words of the log. */
class TroubleshootingPageTest {
    private static final Pattern CALL =
            Pattern.compile("\\blog\\.(?:warn|error)\\((?:\"(?:[^\"\\\\]|\\\\.)*\"|[^\";])*;");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

    private static final Pattern QUOTED = Pattern.compile("`([^`\n]+)`");

    @Test
    void thePageQuotesEachWarningAndErrorOfTheLog() throws IOException {
        String page = MarkdownPage.read(Path.of("src/site/markdown/troubleshooting.md"))
                .prose();
        List<Pattern> quoted = QUOTED.matcher(page)
                .results()
                .map(found -> found.group(1))
                .map(TroubleshootingPageTest::pattern)
                .filter(TroubleshootingPageTest::tellsLinesApart)
                .toList();
        List<String> lines = lines();

        assertThat(lines).hasSizeGreaterThan(30);
        assertThat(lines)
                .allSatisfy(line ->
                        assertThat(quoted).anyMatch(words -> words.matcher(line).find()));
    }

    /** The words of each call; where a condition chooses between texts, all of them. */
    private static List<String> lines() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .map(TroubleshootingPageTest::read)
                    .flatMap(code -> CALL.matcher(code).results().map(MatchResult::group))
                    .map(call -> String.join(
                            "",
                            LITERAL.matcher(call.replaceAll("\"\\s*\\+\\s*\"", ""))
                                    .results()
                                    .map(found -> found.group(1))
                                    .toList()))
                    .filter(line -> line.matches(".*[a-z]+ [a-z]+.*"))
                    .toList();
        }
    }

    /** What differs from line to line is written as {@code ...} or {@code <path>} on the page. */
    private static Pattern pattern(String quoted) {
        return Pattern.compile(
                Stream.of(quoted.split("\\.\\.\\.|<[^>]+>")).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    /** One word, such as "Table" or a key, is in many lines. */
    private static boolean tellsLinesApart(Pattern words) {
        return words.pattern().matches(".*\\w \\w.*");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }
}
