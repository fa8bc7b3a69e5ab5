package io.cioconnect.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PageChainTest {
    private final PageChain pages = new PageChain("/v1/rows");
    private int cursors;

    @Test
    void threePagesInARowWithoutANewRowAreTooMany() throws Exception {
        page("1", "2");
        page("2");
        page("1");
        page("2", "3");
        page("3");
        page("2");
        assertThatThrownBy(() -> page("1"))
                .isInstanceOf(PassFailedException.class)
                .hasMessage("the pages of /v1/rows do not end: 3 pages in a row had no new row");
    }

    @Test
    void anEmptyPageNeitherBringsNewsNorLacksIt() throws Exception {
        page("1");
        for (int i = 0; i < 99; i++) {
            page();
        }
        page("2");
        page("1");
        page("2");
        page();
        assertThatThrownBy(() -> page("2")).hasMessageEndingWith("3 pages in a row had no new row");
    }

    @Test
    void aHundredEmptyPagesInARowAreTooMany() throws Exception {
        for (int i = 0; i < 99; i++) {
            page();
        }
        assertThatThrownBy(this::page)
                .isInstanceOf(PassFailedException.class)
                .hasMessage("the pages of /v1/rows do not end: 100 pages in a row were empty");
    }

    @Test
    void aCursorLeadsOnOnce() throws Exception {
        pages.row("1");
        pages.leadsTo("next", false);
        pages.row("2");
        assertThatThrownBy(() -> pages.leadsTo("next", false))
                .isInstanceOf(PassFailedException.class)
                .hasMessage("the pages of /v1/rows form a loop: the same cursor came twice");
    }

    /** Or else a list whose pages break off again and again would seem to go in circles. */
    @Test
    void aPageThatIsReadAgainBringsItsNewsAgain() {
        assertThatCode(() -> {
                    for (int i = 0; i < 9; i++) {
                        pages.row("row " + i);
                        page("row " + i);
                    }
                })
                .doesNotThrowAnyException();
    }

    /** A list of one page, however long, costs no memory of its rows. */
    @Test
    void theFirstPageNeedNotBeShown() throws Exception {
        assertThat(pages.isPastFirstPage()).isFalse();
        pages.leadsTo("second", false);
        assertThat(pages.isPastFirstPage()).isTrue();
        pages.leadsTo("third", false);
        pages.leadsTo("fourth", false);
        assertThatThrownBy(() -> pages.leadsTo("fifth", false)).hasMessageEndingWith("3 pages in a row had no new row");
    }

    private void page(String... ids) throws PassFailedException {
        for (String id : ids) {
            pages.row(id);
        }
        pages.leadsTo("page " + ++cursors, ids.length == 0);
    }
}
