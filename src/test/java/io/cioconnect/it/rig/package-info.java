/** A rig that draws faults from a seed, and a checker that judges what the connector did under them. */
@NullMarked
package io.cioconnect.it.rig;

import org.jspecify.annotations.NullMarked;
