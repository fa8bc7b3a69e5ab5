package io.cioconnect.config;

/** What is wrong with one key, and what to do about it. */
record ConfigError(String key, String text) {
    @Override
    public String toString() {
        return key + ": " + text;
    }
}
