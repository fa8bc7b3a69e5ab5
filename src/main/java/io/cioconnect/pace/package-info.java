/** How long to wait before the next attempt, and how often to log trouble that lasts. Imports nothing of ours. */
@NullMarked
package io.cioconnect.pace;

import org.jspecify.annotations.NullMarked;
