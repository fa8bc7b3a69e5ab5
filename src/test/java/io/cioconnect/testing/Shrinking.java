package io.cioconnect.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Delta debugging: makes a list that fails smaller as long as a part of it still fails. What fails only sometimes may come out larger than
 * it has to be, but what comes out was seen to fail.
 */
public final class Shrinking<T> {
    private final Predicate<List<T>> fails;
    private final BooleanSupplier goesOn;
    private int tries;

    /** @param goesOn asked before each try; the smallest list so far is the answer once it says no */
    public Shrinking(Predicate<List<T>> fails, BooleanSupplier goesOn) {
        this.fails = fails;
        this.goesOn = goesOn;
    }

    public int tries() {
        return tries;
    }

    /**
     * The smallest list found.
     *
     * @param failing was seen to fail
     * @param parts into how many it is cut at first
     */
    public List<T> shrink(List<T> failing, int parts) {
        List<T> smallest = failing;
        int cuts = Math.max(2, parts);
        while (smallest.size() > 1) {
            List<List<T>> smaller = parts(smallest, cuts);
            int single = firstThatFails(smaller);
            if (single >= 0) {
                smallest = smaller.get(single);
                cuts = 2;
                continue;
            }
            List<List<T>> rests = rests(smaller);
            int rest = smaller.size() > 2 ? firstThatFails(rests) : -1;
            if (rest >= 0) {
                smallest = rests.get(rest);
                cuts = Math.max(2, cuts - 1);
            } else if (cuts < smallest.size() && goesOn.getAsBoolean()) {
                cuts = Math.min(smallest.size(), cuts * 2);
            } else {
                break;
            }
        }
        return smallest;
    }

    private int firstThatFails(List<List<T>> candidates) {
        for (int i = 0; i < candidates.size() && goesOn.getAsBoolean(); i++) {
            tries++;
            if (fails.test(candidates.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static <T> List<List<T>> parts(List<T> whole, int count) {
        List<List<T>> parts = new ArrayList<>();
        int cuts = Math.min(count, whole.size());
        for (int i = 0; i < cuts; i++) {
            parts.add(whole.subList(whole.size() * i / cuts, whole.size() * (i + 1) / cuts));
        }
        return parts;
    }

    /** The whole without each of its parts. */
    private static <T> List<List<T>> rests(List<List<T>> parts) {
        List<List<T>> rests = new ArrayList<>();
        for (List<T> missing : parts) {
            List<T> rest = new ArrayList<>();
            parts.stream().filter(part -> part != missing).forEach(rest::addAll);
            rests.add(rest);
        }
        return rests;
    }
}
