/**
 * {@code mvn -Pbench}: what the connector achieves, beside what the same machine could do at best and beside what a team would write itself. Everything that
 * is compared is measured in turns in one run, so that the ratios hold where the machine's speed drifts.
 */
@NullMarked
package io.cioconnect.bench;

import org.jspecify.annotations.NullMarked;
