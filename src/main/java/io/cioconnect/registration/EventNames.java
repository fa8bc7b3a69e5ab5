package io.cioconnect.registration;

import io.cioconnect.api.AppApiException;
import io.cioconnect.api.ErrorDetail;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The event names to subscribe to: those configured, less those Customer.io refused by pointing at them. A refused name is asked for again
 * after a day, and by the next task. One thread.
 */
final class EventNames {
    private static final Duration ASK_AGAIN = Duration.ofDays(1);
    private static final Pattern POINTER = Pattern.compile(".*\\bevents[/.\\[](\\d{1,5})]?");
    private static final Pattern WORD = Pattern.compile("[\\p{Alnum}_./:-]*[\\p{Alnum}_]");
    private static final Pattern EVENT =
            Pattern.compile("(?:customer|email|in_app|push|slack|sms|webhook|whatsapp)_[a-z0-9_]+");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|'[^']*'|`[^`]*`|\u201c[^\u201d]*\u201d");

    private final Set<String> configured;
    private final Pattern webhookName;
    private final InstantSource clock;
    private final Set<String> refused = new LinkedHashSet<>();
    private Optional<Instant> firstRefused = Optional.empty();

    /** @param webhookName the name we give the webhook, which a reply may quote and which may hold an event's name */
    EventNames(List<String> configured, String webhookName, InstantSource clock) {
        this.configured = new LinkedHashSet<>(configured);
        this.webhookName = Pattern.compile(Pattern.quote(webhookName), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        this.clock = clock;
    }

    Set<String> wanted() {
        Set<String> wanted = new LinkedHashSet<>(configured);
        wanted.removeAll(refused);
        return wanted;
    }

    Set<String> refused() {
        return Set.copyOf(refused);
    }

    /** Lets refused names be asked for again when their day is over, or when the clock was set back by a day. */
    void forgetOldRefusals() {
        Instant now = clock.instant();
        boolean areOld = firstRefused
                .filter(at -> Duration.between(at, now).abs().compareTo(ASK_AGAIN) >= 0)
                .isPresent();
        if (areOld) {
            refused.clear();
            firstRefused = Optional.empty();
        }
    }

    /** Leaves out the names that the refusal of a request with {@link #wanted} points at. False when there are none, or none would be left. */
    boolean leaveOutWhatIsRefusedBy(AppApiException refusal) {
        if (refusal.status() != 400 && refusal.status() != 422) {
            return false;
        }
        List<String> sent = List.copyOf(wanted());
        Set<String> named = new LinkedHashSet<>();
        refusal.details().forEach(detail -> pointedAt(detail, sent).ifPresent(named::add));
        if (named.isEmpty() || named.size() == sent.size()) {
            return false;
        }
        refused.addAll(named);
        if (firstRefused.isEmpty()) {
            firstRefused = Optional.of(clock.instant());
        }
        return true;
    }

    private Optional<String> pointedAt(ErrorDetail detail, List<String> sent) {
        Matcher place = POINTER.matcher(detail.pointer());
        if (place.matches()) {
            int index = Integer.parseInt(place.group(1));
            return index < sent.size() ? Optional.of(sent.get(index)) : Optional.empty();
        }
        return detail.pointer().isEmpty() || detail.pointer().endsWith("/events")
                ? onlyNameIn(detail.text(), sent)
                : Optional.empty();
    }

    /** A text with several names may list what is allowed. */
    private Optional<String> onlyNameIn(String text, List<String> sent) {
        Set<String> names = WORD.matcher(withoutWebhookName(text))
                .results()
                .map(MatchResult::group)
                .filter(word -> sent.contains(word) || EVENT.matcher(word).matches())
                .collect(Collectors.toSet());
        return names.size() == 1 ? names.stream().filter(sent::contains).findFirst() : Optional.empty();
    }

    private String withoutWebhookName(String text) {
        String withoutQuotes = QUOTED.matcher(text)
                .replaceAll(
                        quoted -> isAboutTheWebhook(quoted.group()) ? " " : Matcher.quoteReplacement(quoted.group()));
        return webhookName.matcher(withoutQuotes).replaceAll(" ");
    }

    private boolean isAboutTheWebhook(String quoted) {
        return webhookName.matcher(quoted).find();
    }
}
