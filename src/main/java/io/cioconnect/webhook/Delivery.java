package io.cioconnect.webhook;

import io.cioconnect.listener.Answer;
import io.cioconnect.pace.Deadlines;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One webhook request that waits for its answer. It is answered once: by what became of its record, or by its deadline. */
final class Delivery {
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private Deadlines.@Nullable Deadline deadline; // set under the lock of InFlightDeliveries, read after it

    CompletableFuture<Answer> answer() {
        return answer;
    }

    void expireBy(Deadlines.Deadline newDeadline) {
        deadline = newDeadline;
    }

    void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel();
        }
    }

    /** Runs what the listener attached; never call it while holding a lock or on the producer's thread. */
    void complete(Answer outcome) {
        answer.complete(outcome);
    }
}
