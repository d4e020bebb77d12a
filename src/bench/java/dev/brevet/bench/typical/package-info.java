/// What Brevet's start is measured against: the same work as most samples write it. Default SDK
/// clients, the event as an object made by the runtime, Jackson databind, bean-mapped tables.
package dev.brevet.bench.typical;
