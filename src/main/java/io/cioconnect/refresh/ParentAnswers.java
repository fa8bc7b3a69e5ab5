package io.cioconnect.refresh;

import io.cioconnect.api.AppApiException;
import io.cioconnect.api.KeyProblem;
import org.jspecify.annotations.Nullable;

/**
 * What the parents of one pass answered, taken together. If none of them may be read, the key is at fault; if the App API knows none of
 * their paths, which it answers with an HTML page, the path is. One parent alone says nothing about the others. One thread.
 */
final class ParentAnswers {
    private static final int NOT_FOUND = 404;

    /** A page with status 404 may be how a single parent says that it is gone. */
    private static final int FEWEST_UNKNOWN = 2;

    /** When that many fail, in a row or without one that is read, it is the App API that fails and not a parent. */
    static final int FEWEST_FAILURES = 5;

    private @Nullable AppApiException refused;
    private @Nullable AppApiException unknown;
    private int unknownPaths;
    private @Nullable AppApiException failure;
    private int failures;
    private boolean anyUnderstood;
    private boolean anyOtherFailure;

    /** Its rows, or another reply by which its path is known. */
    void add() {
        anyUnderstood = true;
    }

    /** A failure proves neither that the key is good nor that the path is known. */
    void add(AppApiException e) {
        if (e.status() != NOT_FOUND) {
            failure = e;
            failures++;
        }
        if (KeyProblem.of(e.status()).isPresent()) {
            refused = e;
        } else if (e.provesAbsence()) {
            anyUnderstood = true;
        } else if (e.status() == NOT_FOUND) {
            unknown = e;
            unknownPaths++;
        } else {
            anyOtherFailure = true;
        }
    }

    /** Whether a parent that fails so says nothing about those to come. A missing scope does, until a parent was read in spite of it. */
    boolean isOfOneAlone(AppApiException e) {
        return e.refusesThisCall() && (anyUnderstood || !KeyProblem.LACKS_SCOPE.explains(e.status()));
    }

    /** At the end of the pass. Throws what they all answered. */
    void requireMoreThanRefusals() throws AppApiException {
        if (anyUnderstood) {
            return;
        }
        if (unknown != null && unknownPaths >= FEWEST_UNKNOWN) {
            throw unknown;
        }
        if (refused != null && unknown == null && !anyOtherFailure) {
            throw refused;
        }
        if (failure != null && unknown == null && failures >= FEWEST_FAILURES) {
            throw failure;
        }
    }
}
