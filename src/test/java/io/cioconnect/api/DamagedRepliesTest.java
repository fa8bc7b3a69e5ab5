package io.cioconnect.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.testing.Damage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Replies with any damage are read as what they say, or fail as a reply does: nothing else comes out of the reader. */
class DamagedRepliesTest {
    private static final String REPLY =
            "{\"meta\":{\"rows\":[{}],\"page\":1.50},\"rows\":[{\"id\":1,\"name\":\"caf\u00e9\",\"tags\":[\"a\",null],"
                    + "\"at\":1700000000},null,{\"id\":\"2\",\"nested\":{\"next\":\"x\"}}],\"next\":\"Mg==\"}";

    @Provide
    Arbitrary<List<Damage>> damage() {
        return Damage.several();
    }

    @Property
    void arePagesOrFailures(@ForAll("damage") List<Damage> damage) throws Exception {
        byte[] reply = Damage.to(REPLY.getBytes(UTF_8), damage);
        CollectedRows sink = new CollectedRows();
        try {
            Page page = new PageReader("GET /v1/rows", "rows", sink).read(new ByteArrayInputStream(reply));
            assertThat(page.rows()).isGreaterThanOrEqualTo(sink.rows.size());
        } catch (FailedAttempt failed) {
            assertThat(failed.error()).hasMessageStartingWith("GET /v1/rows: ").hasMessageNotContaining("caf");
        } catch (IOException brokenRow) {
            assertThat(brokenRow).hasMessageNotContaining("caf");
        }
    }

    @Property
    void errorsAreQuotedOnOneShortLine(@ForAll("damage") List<Damage> damage, @ForAll boolean wrapped) {
        String error = wrapped
                ? "{\"errors\":[{\"detail\":\"no such name at https://u:p@example.com/t0ken\",\"source\":{\"pointer\":\"/events/3\"}}]}"
                : "{\"meta\":{\"error\":\"the key s3cret is unknown\"}}";
        byte[] reply = Damage.to(error.getBytes(UTF_8), damage);
        AppApiException exception = new ErrorReply(List.of("s3cret")).exception("GET /v1/rows", 422, reply);
        assertThat(exception)
                .hasMessageStartingWith("GET /v1/rows was answered 422: ")
                .hasMessageNotContainingAny("\n", "\r", "s3cret");
        assertThat(exception.getMessage().length()).isLessThan(300);
    }
}
