package io.cioconnect.registration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * One request of a model run.
 *
 * @param id in the path
 * @param start the page asked for, from 0
 */
record ModelCall(String method, Optional<Long> id, int start, JsonNode body) {
    boolean isList() {
        return method.equals("GET") && id.isEmpty();
    }

    boolean isGet() {
        return method.equals("GET") && id.isPresent();
    }

    boolean isCreate() {
        return method.equals("POST") && id.isEmpty();
    }

    boolean isUpdate() {
        return method.equals("PUT") && id.isPresent();
    }

    boolean isWrite() {
        return !method.equals("GET");
    }
}
