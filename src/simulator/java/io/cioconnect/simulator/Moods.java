package io.cioconnect.simulator;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The moods that are on. They can be switched while requests are served: a reply uses the moods that are on when it is created. A mood that
 * strikes a limited number of times starts over when it is switched off and on. Thread-safe.
 */
public final class Moods {
    private final Set<Mood> on = EnumSet.noneOf(Mood.class);
    private final Map<Mood, Integer> left = new EnumMap<>(Mood.class);
    private final Map<Mood, Integer> struck = new EnumMap<>(Mood.class);

    /** Harmless moods, at most one per aspect. The same seed gives the same moods. */
    public static Set<Mood> harmless(long seed) {
        return draw(seed, Mood::isHarmless);
    }

    /** Moods of both kinds, at most one per aspect. The same seed gives the same moods. */
    public static Set<Mood> drawn(long seed) {
        return draw(seed, mood -> true);
    }

    private static Set<Mood> draw(long seed, Predicate<Mood> wanted) {
        SplittableRandom random = new SplittableRandom(seed); // the first draws of Random hardly depend on a low seed
        Set<Mood> drawn = EnumSet.noneOf(Mood.class);
        for (Mood.Aspect aspect : Mood.Aspect.values()) {
            List<Mood> choice = Stream.of(Mood.values())
                    .filter(mood -> mood.aspect() == aspect)
                    .filter(wanted)
                    .toList();
            boolean isTaken = random.nextBoolean();
            if (isTaken && !choice.isEmpty()) {
                drawn.add(choice.get(random.nextInt(choice.size())));
            }
        }
        return Collections.unmodifiableSet(drawn);
    }

    public void on(Mood... moods) {
        on(List.of(moods));
    }

    public synchronized void on(Collection<Mood> moods) {
        for (Mood mood : moods) {
            if (on.add(mood)) {
                left.remove(mood);
            }
        }
    }

    public synchronized void off(Mood... moods) {
        on.removeAll(List.of(moods));
    }

    /** Switches these moods on and all others off. */
    public synchronized void only(Collection<Mood> moods) {
        on.retainAll(moods);
        on(moods);
    }

    public synchronized void clear() {
        on.clear();
    }

    public synchronized Set<Mood> active() {
        return on.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(on));
    }

    /** How many replies or requests the mood has changed so far, whether it is still on or not. */
    public synchronized int struck(Mood mood) {
        return struck.getOrDefault(mood, 0);
    }

    synchronized boolean isOn(Mood mood) {
        return on.contains(mood);
    }

    /** Whether the mood is on; if so, it strikes now. */
    synchronized boolean strike(Mood mood) {
        if (!on.contains(mood)) {
            return false;
        }
        struck.merge(mood, 1, Integer::sum);
        return true;
    }

    /** Like {@link #strike(Mood)}, but at most this many times while the mood stays on. */
    synchronized boolean strike(Mood mood, int times) {
        int rest = left.getOrDefault(mood, times);
        if (!on.contains(mood) || rest == 0) {
            return false;
        }
        left.put(mood, rest - 1);
        return strike(mood);
    }
}
