package io.cioconnect.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.schema.Json;
import io.cioconnect.schema.RejectedRow;
import io.cioconnect.schema.RowException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageReaderTest {
    private final CollectedRows sink = new CollectedRows();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"rows\":[{\"id\":1},{\"id\":2}],\"next\":\"Mg==\"}",
                "{\"next\":\"Mg==\",\"rows\":[{\"id\":1},{\"id\":2}]}",
                "\ufeff \n{\"meta\":{\"rows\":[{}],\"next\":1},\"next\":\"Mg==\",\"rows\":[{\"id\":1},{\"id\":2}],\"x\":[1]}\n",
            })
    void findsRowsAndCursorAtTheTopWhateverTheOrder(String json) throws Exception {
        assertThat(read(json)).isEqualTo(new Page(2, "Mg=="));
        assertThat(sink.ids()).containsExactly("1", "2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"rows\":[],\"next\":null}|''",
                "{\"rows\":[]}|''",
                "{\"rows\":[],\"next\":\"\"}|''",
                "{\"rows\":[],\"next\":1.50}|1.50"
            })
    void readsTheCursorInEveryForm(String json, String next) throws Exception {
        assertThat(read(json)).isEqualTo(new Page(0, next));
    }

    @Test
    void aNullArrayIsEmpty() throws Exception {
        assertThat(read("{\"rows\":null}")).isEqualTo(new Page(0, ""));
    }

    @Test
    void aNullElementIsSkippedButItsPageIsNotEmpty() throws Exception {
        assertThat(read("{\"rows\":[null,{\"id\":1},null]}")).isEqualTo(new Page(3, ""));
        assertThat(sink.ids()).containsExactly("1");
        assertThat(read("{\"rows\":[null],\"next\":\"x\"}")).isEqualTo(new Page(1, "x"));
    }

    @Test
    void whatIsNoObjectIsHandedOnAsItIsAndTheOtherRowsToo() throws Exception {
        assertThat(read("{\"rows\":[{\"id\":1},\"oops\",7.50,[{\"id\":2},[]],true,{\"id\":3}],\"next\":\"x\"}"))
                .isEqualTo(new Page(6, "x"));
        assertThat(sink.ids()).containsExactly("1", "3");
        assertThat(sink.rejected)
                .extracting(row -> Json.write(row.value()))
                .containsExactly("\"oops\"", "7.50", "[{\"id\":2},[]]", "true");
    }

    @Test
    void keepsTheSpellingOfNumbersInRows() throws Exception {
        read("{\"rows\":[{\"id\":12345678901234567890,\"x\":1.50}]}");
        assertThat(Json.write(sink.rows.get(0))).isEqualTo("{\"id\":12345678901234567890,\"x\":1.50}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|has no \"rows\"",
                "{\"row\":[]}|has no \"rows\"",
                "{\"data\":{\"rows\":[]}}|has no \"rows\"",
                "{\"rows\":{}}|has a \"rows\" that is not an array",
                "{\"rows\":\"none\"}|has a \"rows\" that is not an array",
                "{\"rows\":[],\"rows\":[]}|has \"rows\" twice",
                "{\"rows\":[],\"next\":{}}|has a \"next\" that is not text",
                "[]|is JSON but not an object",
                "null|is JSON but not an object",
                "{\"rows\":[]}{}|continues after its end",
            })
    void aReplyOfAnotherShapeIsALastingError(String json, String text) {
        FailedAttempt failed = failed(json);
        assertThat(failed.error())
                .hasMessageStartingWith("GET /v1/rows: the reply ")
                .hasMessageContaining(text);
        assertThat(failed.kind()).isEqualTo(FailedAttempt.Kind.PERMANENT);
        assertThat(failed.error().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"rows\"",
                "{\"rows\":[",
                "{\"rows\":[]",
                "{\"rows\":[],\"next\":\"M",
                "gone",
                "{rows}"
            })
    void aReplyThatIsNoWholeJsonIsWorthAnotherTryAndNotQuoted(String json) {
        FailedAttempt failed = failed(json);
        assertThat(failed.kind()).isEqualTo(FailedAttempt.Kind.TRANSIENT);
        assertThat(failed.error()).hasMessageStartingWith("GET /v1/rows: ").hasNoCause();
        assertThat(failed.error().getMessage()).doesNotContain("gone");
    }

    @Test
    void aRowThatBreaksOffIsAnIOException() {
        assertThatThrownBy(() -> read("{\"rows\":[{\"id\":1},{\"id\":\"secret"))
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("secret");
        assertThat(sink.ids()).containsExactly("1");
    }

    @Test
    void anErrorOfTheSinkIsNotOneOfTheReply() {
        var full = new IOException("no space left on device");
        FailedAttempt failed = catchThrowableOfType(
                FailedAttempt.class,
                () -> reader(row -> {
                            throw full;
                        })
                        .read(bytes("{\"rows\":[{}]}")));
        assertThat(failed.kind()).isEqualTo(FailedAttempt.Kind.PERMANENT);
        assertThat(failed.error()).hasCause(full).hasMessageContaining("no space left");
        var refused = new RowException(RowException.Kind.WITHOUT_KEY, "no key");
        assertThatThrownBy(() -> reader(row -> {
                            throw refused;
                        })
                        .read(bytes("{\"rows\":[{}]}")))
                .isSameAs(refused);
    }

    private interface OneRow {
        void row(ObjectNode row) throws IOException, RowException;
    }

    private static PageReader reader(OneRow oneRow) {
        return new PageReader("GET /v1/rows", "rows", new RowSink() {
            @Override
            public void beginPage() {}

            @Override
            public void row(ObjectNode row) throws IOException, RowException {
                oneRow.row(row);
            }

            @Override
            public void rejected(RejectedRow row) {
                throw new AssertionError("every row is an object");
            }
        });
    }

    private FailedAttempt failed(String json) {
        return catchThrowableOfType(FailedAttempt.class, () -> read(json));
    }

    private Page read(String json) throws Exception {
        return new PageReader("GET /v1/rows", "rows", sink).read(bytes(json));
    }

    private static ByteArrayInputStream bytes(String json) {
        return new ByteArrayInputStream(json.getBytes(UTF_8));
    }
}
