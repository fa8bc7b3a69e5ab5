package io.cioconnect.registration;

/** A way in which the API of a model run is not as documented, from the run's beginning to its end. */
enum ModelTrait {
    HOST_IN_LOWER_CASE,
    ENDPOINT_IN_LOWER_CASE,
    SLASH_ADDED,
    DEFAULT_PORT_SHOWN,
    TOKEN_MASKED,
    FALSE_FLAGS_DROPPED,
    IDS_AS_TEXT,
    NULL_ELEMENTS,
    PAGES,
    WRAPPED,
    READ_ONLY_FIELDS,
    UPDATES_SHOW_NOTHING,
    /** What an update does not mention becomes false. */
    UPDATES_RESET,
    STALE_LISTS,
    EVENT_NOT_KEPT,
    EVENT_REFUSED,
    EVENT_REFUSED_BY_POINTER,
    FLAG_NOT_KEPT,
    ENABLING_NOT_KEPT,
    MADE_DISABLED
}
