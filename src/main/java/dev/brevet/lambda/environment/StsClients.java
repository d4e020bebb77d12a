package dev.brevet.lambda.environment;

import java.util.Optional;
import software.amazon.awssdk.services.sts.StsClient;

/// STS in the function's region, and in a second one where there is one.
public record StsClients(StsClient regional, Optional<StsClient> fallback) {}
