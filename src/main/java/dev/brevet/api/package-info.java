/// The wire: requests in, endpoints that turn outcomes into status and document, answers out. Knows
/// nothing of Lambda, and is the only room beside the signing adapters that reveals a secret.
@NullMarked
package dev.brevet.api;

import org.jspecify.annotations.NullMarked;
