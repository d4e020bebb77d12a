package dev.brevet.vending;

import dev.brevet.iam.SecretString;
import java.time.Instant;

/// Temporary credentials as STS gave them. `accessKeyId` is not a secret.
public record SessionCredentials(
    String accessKeyId,
    SecretString secretAccessKey,
    SecretString sessionToken,
    Instant expiration) {}
