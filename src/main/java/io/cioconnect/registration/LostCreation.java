package io.cioconnect.registration;

import io.cioconnect.api.AppApiException;

/**
 * A creation whose outcome is not known: the webhook may be there, under an id that nobody told us, and a list may be older than it. One
 * thread.
 */
final class LostCreation {
    /** Lists without the webhook, at growing distances, until its creation counts as failed. */
    private static final int LISTS = 5;

    private int listsToCome;
    private boolean wasAnswered;

    /** A creation failed; the answers that leave no doubt are those that refuse it. */
    void failed(AppApiException e) {
        boolean isRefusal = e.status() >= 300 && e.status() < 500 && e.status() != 408;
        listsToCome = isRefusal ? 0 : LISTS;
    }

    /** A creation was answered 200, without an id: the webhook is there, and only its id could prove that it is gone. */
    void answeredWithoutId() {
        wasAnswered = true;
    }

    /** A list had no webhook of ours. */
    void notListed() {
        listsToCome = Math.max(0, listsToCome - 1);
    }

    void found() {
        listsToCome = 0;
        wasAnswered = false;
    }

    /** Another creation cannot lead to a second webhook. */
    boolean isOver() {
        return listsToCome == 0 && !wasAnswered;
    }
}
