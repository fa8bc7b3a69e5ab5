package io.cioconnect.refresh;

/** In how many pieces the rows of a table came. Where rows move between two of them, neither has them. One thread. */
final class Pieces {
    private final KeyBeginnings cutParents = new KeyBeginnings();
    private final KeyBeginnings wholeParents = new KeyBeginnings();
    private boolean isListCut;

    /** The list of the table, or of its parents, may lack a row. */
    void cutList() {
        isListCut = true;
    }

    /**
     * The rows of a parent are read.
     *
     * @param beginning of the keys of its rows
     * @param calls how many it took
     */
    void read(String beginning, int calls) {
        (calls > 1 ? cutParents : wholeParents).add(beginning);
    }

    /** Whether the row with this key may exist although it did not come. What a parent told in one piece is certain, whoever lists it. */
    boolean mayLack(String key) {
        return cutParents.cover(key) || (isListCut && !wholeParents.cover(key));
    }
}
