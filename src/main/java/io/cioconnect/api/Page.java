package io.cioconnect.api;

/**
 * What is left of a page when its rows have been handed on.
 *
 * @param rows elements of the array, null among them too
 * @param next the reply's cursor; empty when there is none
 */
public record Page(int rows, String next) {}
