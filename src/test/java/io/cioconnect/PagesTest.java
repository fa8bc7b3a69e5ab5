package io.cioconnect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.testing.MarkdownPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the repository's pages say of the repository. */
class PagesTest {
    private static final Pattern CLASS_NAME = Pattern.compile("`([A-Z][a-z]+(?:[A-Z][a-z]*)+)`");

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<MarkdownPage> pages = new ArrayList<>();
        pages.add(MarkdownPage.read(Path.of("README.md")));
        pages.add(MarkdownPage.read(Path.of("CHANGELOG.md")));
        for (String directory : List.of(".github", "config", "docker", "src")) {
            pages.addAll(MarkdownPage.below(Path.of(directory)));
        }

        assertThat(pages).hasSizeGreaterThan(10);
        assertThat(pages.stream().flatMap(page -> page.relativeLinks().stream()))
                .hasSizeGreaterThan(40);
        assertThat(pages.stream().flatMap(page -> page.brokenLinks().stream())).isEmpty();
    }

    @Test
    void aLinkIsBrokenWithoutItsFileOrItsHeading(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("other.md"), "# A `code` heading, twice\n# A code heading: twice\n");
        Path page = directory.resolve("page.md");
        Files.writeString(page, """
                ## Here
                [1](#here) [2](other.md) [3](other.md#a-code-heading-twice) [4](other.md#a-code-heading-twice-1) [5](https://example.com/none)
                [6](#there) [7](none.md) [8](other.md#a-code-heading) `[9](code.md)`
                ```
                # Not a heading
                [10](fenced.md)
                ```
                [11](#not-a-heading)
                """);

        assertThat(MarkdownPage.read(page).brokenLinks())
                .extracting(broken -> broken.replaceFirst(".*page.md: ", "").replaceFirst(",.*", ""))
                .containsExactly("#there", "none.md", "other.md#a-code-heading", "#not-a-heading");
    }

    @ParameterizedTest
    @ValueSource(strings = {".github/CONTRIBUTING.md", "src/site/markdown/decisions.md", "README.md"})
    void theClassesItNamesExist(String page) throws IOException {
        Set<String> classes;
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            classes = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".java"))
                    .map(file -> file.replace(".java", ""))
                    .collect(Collectors.toSet());
        }

        assertThat(CLASS_NAME.matcher(Files.readString(Path.of(page))).results().map(found -> found.group(1)))
                .isSubsetOf(classes);
    }

    @Test
    void theReadmeHasAtMost200Lines() throws IOException {
        assertThat(Files.readAllLines(Path.of("README.md"))).hasSizeLessThanOrEqualTo(200);
    }
}
