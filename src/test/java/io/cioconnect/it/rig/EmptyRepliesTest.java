package io.cioconnect.it.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.simulator.CustomerIoSimulator.ServedPage;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which deletes the checker excuses after empty replies, and no more than these. */
class EmptyRepliesTest {
    private static final Instant FIRST_PASS = Instant.parse("2026-11-29T10:00:00Z");
    private static final Instant DELETED = FIRST_PASS.plusSeconds(20);
    private static final Instant FIRST_REPLY = FIRST_PASS.minusMillis(300);
    private static final Instant SECOND_REPLY = DELETED.minusMillis(300);
    private static final String LIST = "segments";

    private final EmptyReplies replies = new EmptyReplies();

    @Test
    void twoCompletePassesInARowThatAreShownNothingMayDelete() {
        replies.withheld(FIRST_REPLY, LIST);
        replies.withheld(SECOND_REPLY, LIST);

        assertThat(explainedAfter(FIRST_PASS)).isTrue();
        assertThat(replies.explain("campaigns", DELETED, List.of(FIRST_PASS))).isFalse();
    }

    @Test
    void oneEmptyReplyExplainsNothing() {
        replies.withheld(SECOND_REPLY, LIST);

        assertThat(explainedAfter(FIRST_PASS)).isFalse();
        assertThat(replies.explain(LIST, DELETED, List.of())).isFalse();
    }

    @Test
    void oneReplyDoesNotCountForTwoPasses() {
        replies.withheld(FIRST_REPLY, LIST);

        assertThat(explainedAfter(FIRST_PASS)).isFalse();
    }

    @Test
    void completePassBetweenThatListedRowsStartsAnew() {
        replies.withheld(FIRST_REPLY, LIST);
        replies.served(page(FIRST_PASS.plusSeconds(8)));
        replies.withheld(SECOND_REPLY, LIST);

        assertThat(explainedAfter(FIRST_PASS, FIRST_PASS.plusSeconds(9))).isFalse();
    }

    @Test
    void passBetweenThatFailedDoesNotCount() {
        replies.withheld(FIRST_REPLY, LIST);
        replies.served(page(FIRST_PASS.plusSeconds(8)));
        replies.withheld(SECOND_REPLY, LIST);

        assertThat(explainedAfter(FIRST_PASS)).isTrue();
    }

    @Test
    void emptyReplyOfAPassThatFailedDoesNotCount() {
        replies.withheld(FIRST_REPLY.minusSeconds(9), LIST);
        replies.served(page(FIRST_REPLY));
        replies.withheld(SECOND_REPLY, LIST);

        assertThat(explainedAfter(FIRST_PASS)).isFalse();
    }

    @Test
    void deletesOfAPassThatWasShownRowsAreNotExplained() {
        replies.withheld(FIRST_REPLY, LIST);
        replies.served(page(SECOND_REPLY));

        assertThat(explainedAfter(FIRST_PASS)).isFalse();
    }

    private boolean explainedAfter(Instant... passes) {
        return replies.explain(LIST, DELETED, List.of(passes));
    }

    private static ServedPage page(Instant at) {
        return new ServedPage(at, LIST, 1, Set.of("1"));
    }
}
