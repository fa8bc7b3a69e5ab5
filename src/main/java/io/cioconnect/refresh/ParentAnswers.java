package io.cioconnect.refresh;

import io.cioconnect.api.AppApiException;
import io.cioconnect.api.KeyProblem;
import org.jspecify.annotations.Nullable;

/**
 * What the parents of one pass answered, taken together. When the key may read none of them, it is the key; when each path is unknown to
 * the App API, which answers that with a page, it is the path. One parent alone says nothing about the others. One thread.
 */
final class ParentAnswers {
    /** A page with status 404 may be how a single parent says that it is gone. */
    private static final int FEWEST_UNKNOWN = 2;

    private @Nullable AppApiException refused;
    private @Nullable AppApiException unknown;
    private int unknownPaths;
    private boolean anyOther;

    /** Its rows, or a reply that is not understood. */
    void add() {
        anyOther = true;
    }

    void add(AppApiException e) {
        if (KeyProblem.of(e.status()).isPresent()) {
            refused = e;
        } else if (isUnknownPath(e)) {
            unknown = e;
            unknownPaths++;
        } else {
            anyOther = true;
        }
    }

    private static boolean isUnknownPath(AppApiException e) {
        return e.status() == 404 && !e.provesAbsence();
    }

    /** At the end of the pass. Throws what they all answered. */
    void requireMoreThanRefusals() throws AppApiException {
        if (anyOther) {
            return;
        }
        if (refused != null && unknown == null) {
            throw refused;
        }
        if (unknown != null && refused == null && unknownPaths >= FEWEST_UNKNOWN) {
            throw unknown;
        }
    }
}
