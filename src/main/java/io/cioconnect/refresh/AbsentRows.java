package io.cioconnect.refresh;

/** What a pass does with known rows that it did not list. */
enum AbsentRows {
    /** Those absent for the second time in a row are deleted, the others are deferred for the next complete pass. */
    DEFER,
    DELETE,
    /** Nothing is deleted in this pass, and every key stays known. */
    KEEP,
    /** Nothing is ever deleted, and a key that is not listed any more need not be known. If it comes back, its row is new. */
    FORGET
}
