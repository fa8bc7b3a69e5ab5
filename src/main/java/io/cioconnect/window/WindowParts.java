package io.cioconnect.window;

import io.cioconnect.config.DeliveriesConfig;
import io.cioconnect.config.TopicConfig;
import io.cioconnect.pace.Time;
import io.cioconnect.record.RecordQueue;
import io.cioconnect.record.SizeLimits;
import java.time.Duration;

/**
 * What all reads of a task have in common.
 *
 * @param onStart each start of a task reads every age at once and writes all that it reads
 * @param pagesTimeout the longest that the calls for the pages of a window, or of one type in it, may take
 */
public record WindowParts(
        DeliveriesConfig config,
        boolean onStart,
        Duration pagesTimeout,
        TopicConfig topics,
        SizeLimits limits,
        RecordQueue queue,
        Time clock) {}
