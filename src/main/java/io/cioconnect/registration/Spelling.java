package io.cioconnect.registration;

import java.util.Optional;

/**
 * How the API shows our URL, should that be in another spelling: learnt from the reply to a request with this URL or, when the reply shows
 * none, from the next look. One thread.
 */
final class Spelling {
    private final OurUrl url;
    private Optional<String> shown = Optional.empty();
    private boolean isToCome; // a request with our URL was answered, and nothing has shown it since

    Spelling(OurUrl url) {
        this.url = url;
    }

    /** @param endpoint in the reply to a request with our URL, which was answered 200; empty when the reply does not show it */
    void answered(Optional<String> endpoint) {
        endpoint.filter(url::mayBeNewest).ifPresent(text -> shown = Optional.of(text));
        isToCome = endpoint.isEmpty();
    }

    /** @param endpoint of our webhook as a look shows it */
    void seen(String endpoint) {
        if (isToCome) {
            answered(Optional.of(endpoint));
        }
    }

    boolean isNewest(String endpoint) {
        return url.isNewest(endpoint) || shown.equals(Optional.of(endpoint));
    }
}
