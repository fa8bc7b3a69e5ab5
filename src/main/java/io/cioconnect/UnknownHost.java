package io.cioconnect;

import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** What a failed call says of its host's name. */
final class UnknownHost {
    /** What the resolvers of glibc and musl say when no name server answers. */
    private static final String NO_ANSWER = ": (Temporary failure in name resolution|Try again)";

    private UnknownHost() {}

    /**
     * Whether the host does not exist. It may, if the name that was looked up is that of a proxy, or if DNS did not answer.
     *
     * @param host with or without a port
     */
    static boolean isProved(@Nullable Throwable failure, String host) {
        String name = host.replaceFirst(":\\d*$", "");
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                String text = String.valueOf(cause.getMessage());
                return text.equals(name)
                        || (text.startsWith(name + ": ")
                                && !text.substring(name.length()).matches(NO_ANSWER));
            }
        }
        return false;
    }
}
