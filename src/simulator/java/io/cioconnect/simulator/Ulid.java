package io.cioconnect.simulator;

import java.util.Random;

/** Ids that sort by time, like those of events. */
final class Ulid {
    private static final String BASE32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // Crockford's
    private static final int DIGITS_OF_TIME = 10;
    private static final int DIGITS_OF_CHANCE = 16;

    private Ulid() {}

    static String at(long millis, Random random) {
        StringBuilder ulid = new StringBuilder();
        for (int i = DIGITS_OF_TIME - 1; i >= 0; i--) {
            ulid.append(BASE32.charAt((int) (millis >>> (5 * i)) & 31));
        }
        for (int i = 0; i < DIGITS_OF_CHANCE; i++) {
            ulid.append(BASE32.charAt(random.nextInt(BASE32.length())));
        }
        return ulid.toString();
    }
}
