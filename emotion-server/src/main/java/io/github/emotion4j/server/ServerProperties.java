// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.server;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings {@code emotion4j.server.*}.
 *
 * @param apiKey what clients must send as {@code Authorization: Bearer} or {@code X-API-Key}; empty
 *     by default: nothing
 * @param allowAddresses whether pictures are fetched from https addresses that clients give
 * @param maxRequest how large a request may be
 * @param bodyTimeout how long a request's body may take to arrive
 * @param maxPictures how many pictures a request may have
 * @param maxPending how many requests may be analyzed or wait for it
 * @param requestsPerSecond how many requests a client (an address) may send a second, for some time
 *     twice as many; 0: any number
 */
@ConfigurationProperties("emotion4j.server")
record ServerProperties(
    @DefaultValue("") String apiKey,
    boolean allowAddresses,
    @DefaultValue("32MB") DataSize maxRequest,
    @DefaultValue("60s") Duration bodyTimeout,
    @DefaultValue("64") int maxPictures,
    @DefaultValue("128") int maxPending,
    @DefaultValue("50") int requestsPerSecond) {}
