package io.cioconnect.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
    private static final Path PAGE = Path.of("src/site/markdown/metrics.md");

    @Test
    void theDocumentationListsEveryAttribute() throws Exception {
        if (System.getProperty("reference.write") != null) {
            Files.writeString(PAGE, MetricsPage.text());
        }
        assertThat(PAGE)
                .as("written anew by: mvn test -Dtest=MetricsPageTest -Dreference.write")
                .content()
                .isEqualTo(MetricsPage.text());
    }
}
