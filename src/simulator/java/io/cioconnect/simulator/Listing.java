package io.cioconnect.simulator;

/** Something that is served as a list, in one page or several. */
record Listing(String name, String recordsField, MoodyCursors.Pages pages) {}
