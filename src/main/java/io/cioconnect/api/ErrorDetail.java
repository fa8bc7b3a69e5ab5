package io.cioconnect.api;

/**
 * One problem that an error's body names.
 *
 * @param text what is wrong, whole, without secrets; empty when the body only points
 * @param pointer JSON pointer of the request's field that is wrong, such as {@code /events/3}; empty when the body has none
 */
public record ErrorDetail(String text, String pointer) {}
