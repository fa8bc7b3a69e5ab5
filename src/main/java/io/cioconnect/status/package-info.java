/**
 * What {@code GET /status} shows: how a connector stands, as plain values; the problems that follow from them; and both as JSON and as a
 * page. Knows nothing of where the values come from, nor of HTTP.
 */
@NullMarked
package io.cioconnect.status;

import org.jspecify.annotations.NullMarked;
