/// Decisions for API Gateways of others: what their Lambda authorizers are asked and answer, and
/// answers that hold for every request that a gateway may serve from its cache.
@NullMarked
package dev.brevet.gateway;

import org.jspecify.annotations.NullMarked;
