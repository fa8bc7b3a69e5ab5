package io.cioconnect.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cioconnect.schema.RejectedRow;
import io.cioconnect.schema.RowException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No row fails its list, however deep or large it is. */
class RowLimitsTest {
    private static final int MEBIBYTE = 1 << 20;

    private final CollectedRows rows = new CollectedRows();

    @AutoClose
    private final MockApi api = new MockApi();

    @ParameterizedTest
    @ValueSource(ints = {501, 1_500, 90_000})
    void aRowThatIsNestedTooDeeplyIsToldOfAndTheOthersAreRead(int depth) throws Exception {
        String arrays = "[".repeat(depth - 1) + "]".repeat(depth - 1);
        String objects = "{\"x\":".repeat(depth - 1) + "1" + "}".repeat(depth - 1);
        api.answer(
                200,
                "{\"rows\":[{\"id\":1},{\"id\":2,\"a\":" + arrays + ",\"b\":[1]},{\"id\":3,\"b\":[" + objects
                        + ",{}]},{\"id\":4}],\"next\":\"x\"}");
        assertThat(page()).isEqualTo(new Page(4, "x"));
        assertThat(rows.ids()).containsExactly("1", "4");
        assertThat(rows.rejected).allMatch(row -> row.why().kind() == RowException.Kind.UNSTORABLE);
        assertThat(rows.rejected).extracting(RowLimitsTest::id).containsExactly("2", "3");
    }

    @Test
    void aRowAsDeepAsAllowedIsARow() throws Exception {
        api.answer(200, "{\"rows\":[{\"id\":1,\"a\":" + "[".repeat(499) + "]".repeat(499) + "}]}");
        assertThat(page().rows()).isEqualTo(1);
        assertThat(rows.ids()).containsExactly("1");
    }

    static String[] large() {
        return new String[] {
            "[" + "1,".repeat(MEBIBYTE) + "1]",
            "[" + "{},".repeat(MEBIBYTE) + "1]",
            "[" + ("\"" + "x".repeat(8 * MEBIBYTE) + "\",").repeat(5) + "1]",
            "{" + ("\"" + "n".repeat(40_000) + "\":1,").repeat(1_000) + "\"x\":[1]}",
        };
    }

    @ParameterizedTest
    @MethodSource("large")
    void ofARowWithoutEndOnlyTheBeginningIsKept(String value) throws Exception {
        api.answer(200, "{\"rows\":[{\"id\":1},{\"id\":2,\"a\":" + value + ",\"b\":[1,{}]},{\"id\":3}]}");
        assertThat(page().rows()).isEqualTo(3);
        assertThat(rows.ids()).containsExactly("1", "3");
        assertThat(rows.rejected).extracting(row -> row.why().kind()).containsExactly(RowException.Kind.TOO_LARGE);
        assertThat(rows.rejected).extracting(RowLimitsTest::id).containsExactly("2");
    }

    /** No row with such a text can be stored, so nothing depends on its end. */
    @Test
    void aTextThatNoParserTakesIsCutAtTheSecondTry() throws Exception {
        String reply = "{\"rows\":[{\"id\":1},{\"id\":2,\"a\":\"" + "x".repeat(20 * MEBIBYTE)
                + "\",\"b\":2},{\"id\":3}],\"next\":\"x\"}";
        api.answer(200, reply).answer(200, reply);
        assertThat(page()).isEqualTo(new Page(3, "x"));
        assertThat(rows.ids()).containsExactly("1", "2", "3");
        assertThat(rows.rows.get(1).path("a").textValue()).hasSize(8 * MEBIBYTE);
        assertThat(rows.rows.get(1).path("b").asText()).isEqualTo("2");
        assertThat(rows.begun).isEqualTo(2);
    }

    @Test
    void aNameThatNoParserTakesIsReadAtTheSecondTry() throws Exception {
        String reply = "{\"rows\":[{\"id\":1},{\"id\":2,\"" + "n".repeat(60_000) + "\":7,\"" + "m".repeat(20 * MEBIBYTE)
                + "\":{\"b\":2}},{\"id\":3}],\"next\":\"x\"}";
        api.answer(200, reply).answer(200, reply);
        assertThat(page()).isEqualTo(new Page(3, "x"));
        assertThat(rows.ids()).containsExactly("1", "2", "3");
        assertThat(rows.rows.get(1).path("n".repeat(60_000)).asText()).isEqualTo("7");
        assertThat(rows.rows.get(1).path("m".repeat(8 * MEBIBYTE)).path("b").asText())
                .isEqualTo("2");
        assertThat(rows.begun).isEqualTo(2);
    }

    @Test
    void aReplyThatIsCutOffAtTheSecondTryIsAskedForAgain() throws Exception {
        String row = "{\"rows\":[{\"" + "n".repeat(60_000) + "\":1,\"id\":1}";
        api.answer(200, row + "]}").answer(200, row).answer(200, row + "]}");
        assertThat(page()).isEqualTo(new Page(1, ""));
        assertThat(rows.ids()).containsExactly("1");
        assertThat(rows.begun).isEqualTo(3);
    }

    @Test
    void whatTheParserCannotPassFailsTheListAtTheSecondTry() {
        String reply = "{\"rows\":[" + "[".repeat(200_000) + "]".repeat(200_000) + "]}";
        api.answer(200, reply).answer(200, reply);
        AppApiException error = catchThrowableOfType(AppApiException.class, this::page);
        assertThat(error)
                .hasMessageStartingWith("GET /v1/rows: the reply is beyond a limit: ")
                .hasMessageContaining("100000");
        assertThat(rows.begun).isEqualTo(2);
    }

    private static String id(RejectedRow row) {
        return row.value().path("id").asText();
    }

    private Page page() throws Exception {
        return MockApi.page(api.client(), rows);
    }
}
