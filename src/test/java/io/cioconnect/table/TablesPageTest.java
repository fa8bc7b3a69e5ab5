package io.cioconnect.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TablesPageTest {
    private static final Path PAGE = Path.of("src/site/markdown/tables.md");

    @Test
    void theDocumentationListsTheCatalogue() throws Exception {
        if (System.getProperty("reference.write") != null) {
            Files.writeString(PAGE, TablesPage.text());
        }
        assertThat(PAGE)
                .as("written anew by: mvn test -Dtest=TablesPageTest -Dreference.write")
                .content()
                .isEqualTo(TablesPage.text());
    }
}
