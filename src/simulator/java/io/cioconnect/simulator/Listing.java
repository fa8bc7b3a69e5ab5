package io.cioconnect.simulator;

/** Anything that is served as a list, in one page or more. */
record Listing(String name, String recordsField, MoodyCursors.Pages pages) {}
