package io.cioconnect.registration;

/** What a call of a model run is answered. */
record ModelAnswer(int status, String body) {}
