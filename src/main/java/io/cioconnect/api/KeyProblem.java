package io.cioconnect.api;

import java.util.Arrays;
import java.util.Optional;

/** How Customer.io refuses the App API key, and what to check then. Errors, log lines and states all say it in these words. */
public enum KeyProblem {
    REFUSED(
            401,
            "Customer.io refused the App API key (401)",
            "Check that app.api.key is an App API key of this workspace (Account Settings > API Credentials > App API"
                    + " Keys) and not a Track API key, that region (or app.api.url, if set) is the workspace's, and that"
                    + " the account's IP allow-list lets this worker in."),
    LACKS_SCOPE(
            403,
            "Customer.io does not let this App API key do that (403)",
            "Check that the scope of app.api.key (Account Settings > API Credentials > App API Keys) and the account's"
                    + " plan include this, and that the account's IP allow-list lets this worker in.");

    private final int status;
    private final String what;
    private final String advice;

    KeyProblem(int status, String what, String advice) {
        this.status = status;
        this.what = what;
        this.advice = advice;
    }

    /** What an answer with this status says of the key; empty when it says nothing of it. */
    public static Optional<KeyProblem> of(int status) {
        return Arrays.stream(values())
                .filter(problem -> problem.explains(status))
                .findFirst();
    }

    /** True when an answer with this status means this. */
    public boolean explains(int answered) {
        return answered == status;
    }

    /** What to check, in whole sentences. */
    public String advice() {
        return advice;
    }

    /** What happened, and what to check. */
    @Override
    public String toString() {
        return what + ". " + advice;
    }
}
