package io.cioconnect.registration;

import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What goes wrong with one call of a model run.
 *
 * @param takesEffect the call does what it asks for, although its answer does not say so
 * @param status of the answer
 * @param body of the answer
 * @param pointsAt event names that the answer points at
 */
record ModelFault(boolean takesEffect, How how, int status, String body, Set<String> pointsAt) {
    private static final List<Integer> PERMANENT = List.of(400, 401, 403, 404, 409, 422, 429, 307);
    private static final List<Integer> TRANSIENT = List.of(408, 500, 502, 503, 504);
    private static final String HTML = "<html><body>no such page</body></html>";
    private static final List<String> ODD_DOCUMENTS = List.of("{}", "", "[]", "{\"id\":null}", HTML);
    private static final List<String> ODD_LISTS = List.of(
            "{}",
            "",
            "[]",
            HTML,
            "{\"reporting_webhooks\":{}}",
            "{\"reporting_webhooks\":[{\"name\":\"x\"}]}",
            "{\"webhooks\":[]}");

    enum How {
        /** The status and body of the fault. */
        ANSWER,
        /** The connection ends without an answer. */
        LOST,
        /** The true answer breaks off. */
        CUT,
        /** The task is stopped before the answer comes. */
        STOPPED,
        /** A list that holds nothing. */
        EMPTY
    }

    /** @param events those the call asks for */
    static ModelFault draw(Random random, ModelCall call, List<String> events, String endpoint) {
        boolean isWrite = call.isWrite();
        return switch (random.nextInt(isWrite ? 12 : 10)) {
            case 0 ->
                answer(random.nextBoolean(), random.nextInt(3) == 0 ? 502 : pick(random, TRANSIENT), error("later"));
            case 1 -> new ModelFault(random.nextBoolean(), How.LOST, 0, "", Set.of());
            case 2 -> new ModelFault(true, How.CUT, 0, "", Set.of());
            case 3 -> new ModelFault(random.nextBoolean(), How.STOPPED, 0, "", Set.of());
            case 4, 5 -> odd(random, call);
            case 6 -> answer(false, 404, HTML);
            case 7 ->
                call.isList()
                        ? new ModelFault(true, How.EMPTY, 200, "", Set.of())
                        : answer(false, 429, error("too many requests"));
            case 8, 9 -> permanent(random, call, endpoint);
            default -> refusal(random, events, endpoint);
        };
    }

    private static ModelFault permanent(Random random, ModelCall call, String endpoint) {
        int status = pick(random, PERMANENT);
        boolean isProof = status == 404 && call.id().isPresent(); // and would be a lie
        return answer(false, isProof ? 403 : status, error("not now, " + endpoint));
    }

    private static ModelFault odd(Random random, ModelCall call) {
        return call.isList()
                ? answer(true, 200, pick(random, ODD_LISTS))
                : answer(!call.isCreate() || random.nextInt(3) > 0, 200, pick(random, ODD_DOCUMENTS));
    }

    private static ModelFault refusal(Random random, List<String> events, String endpoint) {
        int status = random.nextBoolean() ? 400 : 422;
        int index = random.nextInt(events.size());
        String event = events.get(index);
        return switch (random.nextInt(7)) {
            case 0 -> pointing(status, error("event " + event + " is not valid"), event);
            case 1 -> pointing(status, error("is not valid", "/events/" + index), event);
            case 2 -> answer(false, status, error("must be one of: email_sent, push_sent, sms_sent", "/events"));
            case 3 -> answer(false, status, error(event + " is no name", "/name"));
            case 4 -> answer(false, status, error("the name Kafka Connect: crm is taken"));
            case 5 -> answer(false, status, error("is not valid", "/events/99"));
            default -> answer(false, status, error("endpoint " + endpoint + " does not answer"));
        };
    }

    static ModelFault pointing(int status, String body, String event) {
        return new ModelFault(false, How.ANSWER, status, body, Set.of(event));
    }

    static String error(String detail) {
        return "{\"errors\":[{\"detail\":\"" + detail + " (reference a1b2c3)\"}]}";
    }

    static String error(String detail, String pointer) {
        return "{\"errors\":[{\"detail\":\"" + detail + "\",\"source\":{\"pointer\":\"" + pointer + "\"}}]}";
    }

    private static ModelFault answer(boolean takesEffect, int status, String body) {
        return new ModelFault(takesEffect, How.ANSWER, status, body, Set.of());
    }

    private static <T> T pick(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
