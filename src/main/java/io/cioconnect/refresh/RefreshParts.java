package io.cioconnect.refresh;

import io.cioconnect.config.RefreshConfig;
import io.cioconnect.config.TopicConfig;
import io.cioconnect.pace.Time;
import io.cioconnect.record.OffsetCommits;
import io.cioconnect.record.RecordQueue;
import io.cioconnect.record.SizeLimits;

/** What all tables of a task have in common. */
public record RefreshParts(
        RefreshConfig config,
        TopicConfig topics,
        SizeLimits limits,
        RecordQueue queue,
        OffsetCommits commits,
        Time clock) {}
