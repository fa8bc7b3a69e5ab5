package io.cioconnect.registration;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.types.Password;

/** The URL Customer.io shall call, and what it may look like in a reply: spelt otherwise, with an older token, or with its token masked. */
final class OurUrl {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{16,128}");
    private static final Pattern MASK =
            Pattern.compile(".*[^A-Za-z0-9_-].*|(?i:x{3,}|redacted|masked|hidden|filtered|secret)");

    private final String publicUrl;
    private final Endpoint withoutToken;
    private final List<String> tokens;

    /** @param tokens the newest last */
    OurUrl(String publicUrl, List<Password> tokens) {
        this.publicUrl = publicUrl;
        this.withoutToken = Endpoint.of(publicUrl).orElseThrow();
        this.tokens = tokens.stream().map(Password::value).toList();
    }

    /** With the newest token, if there is one. */
    String newest() {
        return tokens.isEmpty() ? publicUrl : withToken(tokens.get(tokens.size() - 1));
    }

    /** It leads where {@link #newest} does. */
    boolean isNewest(String url) {
        return leadTo(newest(), url);
    }

    /** The URL with the older token that this one leads to. */
    Optional<String> older(String url) {
        return tokens.stream()
                .limit(Math.max(0, tokens.size() - 1))
                .map(this::withToken)
                .filter(older -> leadTo(older, url))
                .findFirst();
    }

    /** It leads to this connector's receiver, as far as its configuration tells. */
    boolean isKnown(String url) {
        return leadTo(publicUrl, url) || isNewest(url) || older(url).isPresent();
    }

    /** {@link #isNewest} in another spelling: of other case, or with a mask in place of the token. */
    boolean mayBeNewest(String url) {
        return isLike(newest(), url)
                || lastSegment(url).filter(last -> MASK.matcher(last).matches()).isPresent();
    }

    /** As {@link #mayBeNewest}, but whichever token stands there, or none. */
    boolean mayBeOurs(String url) {
        return mayBeNewest(url)
                || isLike(publicUrl, url)
                || lastSegment(url)
                        .filter(last -> TOKEN.matcher(last).matches())
                        .isPresent();
    }

    boolean hasOurHost(String url) {
        return Endpoint.of(url)
                .filter(endpoint -> endpoint.host().equals(withoutToken.host()))
                .isPresent();
    }

    private static boolean isLike(String ours, String url) {
        Endpoint known = Endpoint.of(ours).orElseThrow();
        return Endpoint.of(url).filter(known::isLike).isPresent();
    }

    /** What stands where a token would. */
    private Optional<String> lastSegment(String url) {
        return tokens.isEmpty()
                ? Optional.empty()
                : Endpoint.of(url)
                        .filter(endpoint ->
                                !endpoint.path().isEmpty() && endpoint.parent().isLike(withoutToken))
                        .map(endpoint -> endpoint.path().get(endpoint.path().size() - 1));
    }

    private static boolean leadTo(String ours, String url) {
        return Endpoint.of(url).equals(Endpoint.of(ours));
    }

    /** The receiver takes one slash before the token, not two. */
    private String withToken(String token) {
        return publicUrl + (publicUrl.endsWith("/") ? "" : "/") + token;
    }
}
