/**
 * Tables that are read by windows of time, because the API tells what was created and not what changed: which window is next, its pages,
 * what is new in them.
 */
@NullMarked
package io.cioconnect.window;

import org.jspecify.annotations.NullMarked;
