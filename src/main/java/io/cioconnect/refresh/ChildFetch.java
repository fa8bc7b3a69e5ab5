package io.cioconnect.refresh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.api.AppApiException;
import io.cioconnect.api.RowSink;
import io.cioconnect.schema.KeyText;
import io.cioconnect.schema.RejectedRow;
import io.cioconnect.schema.RowException;
import io.cioconnect.sync.PassFailedException;
import io.cioconnect.table.MetricDays;
import io.cioconnect.table.ParentReply;
import io.cioconnect.table.Parents;
import io.cioconnect.table.Source;
import io.cioconnect.table.Table;
import io.cioconnect.table.Tables;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the children of every row of other tables: first the parents, then each of them. A parent that is not there any more (404) has
 * no children. One that cannot be read for another reason is told to {@link FailedParents}, the rows that it had so far are taken back, and
 * the others go on.
 */
final class ChildFetch implements TableFetch {
    private static final int NOT_FOUND = 404;

    private final PassCalls calls;
    private final Table table;
    private final ParentReply reply;
    private final MetricDays days;
    private final PageSink sink;
    private final FailedParents failed;
    private final Pieces pieces;
    private final Iterator<Parents> tables;
    private final Deque<Parent> waiting = new ArrayDeque<>();
    private @Nullable ParentsFetch fetchingParents;
    private @Nullable ListPages listing;
    private int callsOfParent;
    private int failuresInARow;
    private int pages;
    private final ParentAnswers answers = new ParentAnswers();

    /**
     * @param columns what each of its children has of it
     * @param beginning of the keys of its children
     */
    private record Parent(String path, ObjectNode columns, String beginning) {}

    private record ParentsFetch(Parents parents, CollectedRows rows, TableFetch fetch) {}

    /** @param pieces takes the parents that were read */
    ChildFetch(
            PassCalls calls,
            Table table,
            Source.PerParent source,
            MetricDays days,
            PageSink sink,
            FailedParents failed,
            Pieces pieces) {
        this.calls = calls;
        this.table = table;
        this.reply = source.reply();
        this.days = days;
        this.sink = sink;
        this.failed = failed;
        this.pieces = pieces;
        this.tables = source.parents().iterator();
    }

    @Override
    public boolean next() throws AppApiException, RowException, PassFailedException, IOException, InterruptedException {
        if (!waiting.isEmpty()) {
            nextOfParent(waiting.element());
            return true;
        }
        if (fetchingParents == null) {
            if (!tables.hasNext()) {
                answers.requireMoreThanRefusals();
                return false;
            }
            fetchingParents = fetchOf(tables.next());
        }
        if (!fetchingParents.fetch.next()) {
            pages += fetchingParents.fetch.pages();
            Parents parents = fetchingParents.parents;
            fetchingParents.rows.rows().forEach(columns -> found(parents, columns));
            fetchingParents.rows.rejected().forEach(row -> found(parents, columnsOf(parents, row)));
            fetchingParents = null;
        }
        return true;
    }

    @Override
    public int pages() {
        return pages;
    }

    private ParentsFetch fetchOf(Parents parents) {
        Table of = Tables.named(parents.table());
        var rows = new CollectedRows(
                row -> parents.isRead().test(row) ? Stream.of(parents.columnsOf(row, table.key())) : Stream.of());
        return new ParentsFetch(parents, rows, PageFetcher.fetch(calls, of, days, rows, failed, pieces));
    }

    /** Of one that goes beyond a limit the beginning may have the id, which is enough. */
    private ObjectNode columnsOf(Parents parents, RejectedRow row) {
        return row.value() instanceof ObjectNode beginning
                ? parents.columnsOf(beginning, table.key())
                : parents.constantColumns();
    }

    /** One without a usable id is not asked for: the answer would be 404, as if it had no rows. */
    private void found(Parents parents, ObjectNode columns) {
        String beginning = KeyText.beginning(columns, table.key());
        parents.pathOf(columns)
                .ifPresentOrElse(
                        path -> waiting.add(new Parent(path, columns, beginning)),
                        () -> failed.addWithoutId(parents.table(), beginning));
    }

    private void nextOfParent(Parent parent)
            throws AppApiException, RowException, PassFailedException, IOException, InterruptedException {
        try {
            if (fetchesMore(parent)) {
                return;
            }
            failuresInARow = 0;
            answers.add();
            pieces.read(parent.beginning, callsOfParent);
        } catch (AppApiException e) {
            sink.reset();
            answers.add(e);
            if (e.status() == NOT_FOUND) {
                failuresInARow = 0;
                pieces.read(parent.beginning, 1); // all of it is gone
            } else {
                failed(parent, e, answers.isOfOneAlone(e));
            }
        } catch (PassFailedException e) {
            sink.reset();
            answers.add();
            failed(parent, e, false);
        }
        waiting.remove();
        listing = null;
        callsOfParent = 0;
    }

    /** Makes one call. True when the parent has further pages. */
    private boolean fetchesMore(Parent parent)
            throws AppApiException, RowException, PassFailedException, IOException, InterruptedException {
        if (callsOfParent == 0) {
            sink.mark();
        }
        pages++;
        callsOfParent++;
        if (reply instanceof ParentReply.Rows rows) {
            return fetchPage(parent, rows);
        }
        fetchDocument(parent, (ParentReply.Document) reply);
        return false;
    }

    private boolean fetchPage(Parent parent, ParentReply.Rows rows)
            throws AppApiException, RowException, PassFailedException, InterruptedException {
        ListPages pagesOfParent = listing;
        if (pagesOfParent == null) {
            var children = new Children(parent);
            pagesOfParent = new ListPages(
                    calls, parent.path, Map.of(), rows.recordsField(), rows.pagination(), table.key(), children);
            listing = pagesOfParent;
        }
        pagesOfParent.fetchNext();
        sink.endPage();
        return pagesOfParent.hasNext();
    }

    private void fetchDocument(Parent parent, ParentReply.Document document)
            throws AppApiException, RowException, PassFailedException, IOException, InterruptedException {
        JsonNode json = calls.document(parent.path, document.span().query(days));
        if (!(json instanceof ObjectNode object)) {
            throw new PassFailedException(parent.path + ": the reply is not a JSON object");
        }
        if (!document.content().isIn(object)) {
            throw new PassFailedException(parent.path + ": the reply has no usable \""
                    + document.content().field() + "\"");
        }
        var children = new Children(parent);
        children.beginPage();
        for (ObjectNode row : document.shape().rows(object, days)) {
            children.row(row);
        }
        sink.endPage();
    }

    /** @param alone the others may all be read, so this is no sign that the App API fails */
    private <E extends Exception> void failed(Parent parent, E e, boolean alone) throws E, PassFailedException {
        calls.pass().requireInTime(); // or else it is not the parent that failed
        failuresInARow += alone ? 0 : 1;
        if (failuresInARow == ParentAnswers.FEWEST_FAILURES || e.getCause() instanceof SpoolException) {
            throw e;
        }
        failed.add(parent.path, parent.beginning, e);
    }

    /** Gives each row of a parent what it has of it. */
    private final class Children implements RowSink {
        private final Parent parent;

        private Children(Parent parent) {
            this.parent = parent;
        }

        @Override
        public void beginPage() throws IOException {
            sink.beginPage();
        }

        @Override
        public void row(ObjectNode child) throws IOException, RowException {
            sink.row(withParent(child));
        }

        @Override
        public void rejected(RejectedRow child) throws IOException {
            sink.rejected(
                    child.value() instanceof ObjectNode beginning
                            ? new RejectedRow(withParent(beginning), child.why())
                            : child);
        }

        private ObjectNode withParent(ObjectNode child) {
            ObjectNode row = parent.columns.deepCopy();
            child.properties().forEach(field -> row.putIfAbsent(field.getKey(), field.getValue()));
            return row;
        }
    }
}
