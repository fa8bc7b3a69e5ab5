package io.cioconnect.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cioconnect.api.RowSink;
import io.cioconnect.table.Tables;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NewRowsTest {
    private static final RowSink NOWHERE = new CollectedRows(row -> Stream.of());

    private final NewRows rows =
            new NewRows(NOWHERE, Tables.named("newsletters").key());

    @Test
    void aPageBringsNewsOrNot() throws Exception {
        assertThat(page(1, 3)).isTrue();
        assertThat(page(4, 6)).isTrue();
        assertThat(page(4, 5)).isFalse();
        assertThat(page(6, 7)).isTrue();
    }

    @Test
    void thereIsAnEndToWhatIsRemembered() throws Exception {
        page(0, 0);
        assertThat(page(1, NewRows.MOST + 10)).isTrue();
        assertThat(rows.size()).isEqualTo(NewRows.MOST);
        assertThat(page(1, 3)).isFalse();
        assertThat(page(NewRows.MOST + 5, NewRows.MOST + 6)).isTrue();
        assertThat(rows.size()).isEqualTo(NewRows.MOST);
    }

    private boolean page(int from, int to) throws Exception {
        rows.beginPage();
        for (int id = from; id <= to; id++) {
            rows.row(JsonNodeFactory.instance.objectNode().put("id", id));
        }
        return rows.endPage();
    }
}
