package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.it.harness.BuildOutput;
import io.cioconnect.testing.MarkdownPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** doc/ of the unpacked archive. */
final class ShippedDocumentsIT {
    private static final Path PLUGIN = BuildOutput.plugin();
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([^`]+)` \\| ([^|:]+):([^|:]+) \\| ([^|]+) \\| ([^|]+) \\|$");

    /** The licences under which we ship what others wrote. */
    private static final Set<String> LICENCES = Set.of("Apache-2.0", "EPL-2.0 OR Apache-2.0");

    @Test
    void everyRelativeLinkLeadsSomewhereInTheArchive() throws IOException {
        List<MarkdownPage> pages = MarkdownPage.below(PLUGIN);

        assertThat(pages)
                .extracting(page -> PLUGIN.relativize(page.file()).toString())
                .contains("doc/README.md", "doc/CHANGELOG.md", "doc/reference.md", "doc/tables.md", "doc/decisions.md");
        assertThat(pages.stream().flatMap(page -> page.brokenLinks().stream())).isEmpty();
        assertThat(MarkdownPage.read(PLUGIN.resolve("doc/README.md")).relativeLinks())
                .contains("../etc/connector.json", "reference.md")
                .allSatisfy(link -> assertThat(PLUGIN.resolve("doc").resolve(link.replaceFirst("#.*", "")))
                        .as("inside the archive")
                        .satisfies(target -> assertThat(target.normalize()).startsWith(PLUGIN)));
    }

    @Test
    void theListOfLibrariesIsWhatLibHolds() throws IOException {
        List<MatchResult> rows = ROW.matcher(Files.readString(PLUGIN.resolve("doc/libraries.md")))
                .results()
                .toList();

        try (Stream<Path> jars = Files.list(PLUGIN.resolve("lib"))) {
            assertThat(rows)
                    .extracting(row -> row.group(1))
                    .containsExactlyInAnyOrderElementsOf(
                            jars.map(jar -> jar.getFileName().toString()).toList());
        }
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.group(1)).isEqualTo(row.group(3) + "-" + row.group(4) + ".jar");
            assertThat(LICENCES).as(row.group()).contains(row.group(5));
        });
    }
}
