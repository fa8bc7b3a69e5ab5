package io.cioconnect.it.rig;

/**
 * What a rig consists of.
 *
 * @param brokers one, or three: of two neither may be missing
 * @param workers two or more, so that tasks have somewhere to go
 */
record RigSize(int brokers, int workers) {
    static final RigSize SMALL = new RigSize(1, 2);

    RigSize {
        if ((brokers != 1 && brokers != 3) || workers < 2) {
            throw new IllegalArgumentException(
                    "A rig has one broker or three, and two workers or more, not " + brokers + " and " + workers);
        }
    }
}
