package io.cioconnect.simulator;

/**
 * One way in which Customer.io differs from its documentation. A harmless mood changes only the form: the connector must write the same
 * records and keep the same webhook as without it. A harmful mood refuses, loses or invents something: the connector must stay correct, but
 * it may be late, log, or retry.
 */
public enum Mood {
    /** The body is gzipped if the caller accepts that. */
    GZIPPED(Aspect.ENCODING, true),

    /** The body is chunked, even a small one. */
    CHUNKED(Aspect.FRAMING, true),
    /** Neither chunks nor a length: the body ends with the connection. */
    WITHOUT_LENGTH(Aspect.FRAMING, true),

    /** Many small writes, without pauses. */
    SMALL_PIECES(Aspect.PACE, true),
    /** One byte per second. */
    DRIPS(Aspect.PACE, false),
    /** A body that looks complete and is not. */
    ENDS_EARLY(Aspect.PACE, false),
    /** The beginning of a body, and then nothing on an open connection. */
    NEVER_ENDS(Aspect.PACE, false),

    /** Replies and webhooks have unknown fields; rows do not. */
    FIELDS_ADDED(Aspect.FIELDS, true),
    /** Rows have an unknown field. */
    ROW_FIELDS_ADDED(Aspect.FIELDS, false),
    /** Rows lack their fields that are null, empty or false. */
    ROW_FIELDS_DROPPED(Aspect.FIELDS, false),

    /** Ids of rows and webhooks are text. */
    IDS_AS_TEXT(Aspect.IDS, true),

    /** There is a null before the first row and after the last. */
    NULL_ELEMENTS(Aspect.ELEMENTS, true),
    /** A list call answers {@code {}}, {@code {"meta":{}}}, another array, or an object in place of the array, in turn. */
    LISTS_MISSHAPED(Aspect.ELEMENTS, false),

    /** The last page has no {@code next} instead of an empty one. */
    NO_CURSOR_AT_END(Aspect.CURSOR, true),
    /** A page leads to itself. */
    CURSOR_REPEATS(Aspect.CURSOR, false),
    /** The third page leads back to the second. */
    CURSOR_LOOPS(Aspect.CURSOR, false),
    /** The last page names another one, which is then refused with 400. */
    CURSOR_LIES(Aspect.CURSOR, false),
    /** Each page has the rows of the first page and a new cursor. */
    NOTHING_NEW(Aspect.CURSOR, false),

    /** Each error has another {@code (reference ...)}. */
    FRESH_REFERENCES(Aspect.ERRORS, true),

    /** One 401. */
    UNAUTHORIZED_ONCE(Aspect.STATUS, false),
    /** One 429 that asks for a retry after a second. */
    THROTTLED_ONCE(Aspect.STATUS, false),
    /** One 503 for each odd spelling of {@code Retry-After}. */
    ODD_RETRY_AFTER(Aspect.STATUS, false),
    /** An HTML page with status 200 instead of each reply. */
    HTML(Aspect.STATUS, false),

    /** Scheme and host of a webhook's endpoint are shown in lower case. */
    HOST_IN_LOWER_CASE(Aspect.ENDPOINT, true),
    /** The whole endpoint is shown in lower case. */
    ENDPOINT_IN_LOWER_CASE(Aspect.ENDPOINT, true),
    /** The endpoint is shown with a slash at its end. */
    SLASH_ADDED(Aspect.ENDPOINT, true),
    /** The endpoint is shown with the default port of its scheme, or without it if it was given. */
    DEFAULT_PORT(Aspect.ENDPOINT, true),

    /** Webhooks lack flags that are false. */
    FALSE_FLAGS_DROPPED(Aspect.WEBHOOK_FIELDS, true),
    /** Webhooks show {@code created_at} and {@code updated_at}; a PUT that sends them back is refused with 422. */
    READ_ONLY_FIELDS(Aspect.WEBHOOK_FIELDS, true),
    /** {@link #TOUCHY_EVENT} is accepted but not stored. */
    EVENT_NOT_KEPT(Aspect.WEBHOOK_FIELDS, false),

    /** The first three lists after a create do not have the new webhook yet. */
    STALE_AFTER_CREATE(Aspect.WEBHOOK_LIST, true),
    /** The list of webhooks has one webhook per page. */
    WEBHOOKS_IN_PAGES(Aspect.WEBHOOK_LIST, true),
    /** A deleted webhook reappears after the next list without it. */
    DELETED_COMES_BACK(Aspect.WEBHOOK_LIST, false),
    /** Like {@link #LISTS_MISSHAPED}, for the list of webhooks. */
    WEBHOOK_LIST_MISSHAPED(Aspect.WEBHOOK_LIST, false),

    /** One POST or PUT of a webhook is refused with a text that lists all allowed event names. */
    REFUSAL_LISTS_ALLOWED_NAMES(Aspect.REFUSAL, false),
    /** One POST or PUT of a webhook is refused with a text that quotes its name, and an event's name in it. */
    REFUSAL_QUOTES_NAME(Aspect.REFUSAL, false),
    /** {@link #TOUCHY_EVENT} is refused with a text that names it. */
    REFUSAL_NAMES_EVENT(Aspect.REFUSAL, false),
    /** {@link #TOUCHY_EVENT} is refused with nothing but {@code source.pointer}. */
    REFUSAL_POINTS_AT_EVENT(Aspect.REFUSAL, false);

    /** The event that is refused or forgotten by moods about a single event. */
    public static final String TOUCHY_EVENT = "email_converted";

    private final Aspect aspect;
    private final boolean harmless;

    /** What a mood affects. At most one mood of an aspect is drawn. */
    public enum Aspect {
        ENCODING,
        FRAMING,
        PACE,
        FIELDS,
        IDS,
        ELEMENTS,
        CURSOR,
        ERRORS,
        STATUS,
        ENDPOINT,
        WEBHOOK_FIELDS,
        WEBHOOK_LIST,
        REFUSAL
    }

    Mood(Aspect aspect, boolean harmless) {
        this.aspect = aspect;
        this.harmless = harmless;
    }

    public Aspect aspect() {
        return aspect;
    }

    public boolean isHarmless() {
        return harmless;
    }
}
