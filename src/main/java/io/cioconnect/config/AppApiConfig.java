package io.cioconnect.config;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;

/** The App API: where it is, with which key, how fast and how long to wait. */
public record AppApiConfig(URI baseUrl, Optional<Password> key, int requestsPerSecond, Duration timeout) {}
