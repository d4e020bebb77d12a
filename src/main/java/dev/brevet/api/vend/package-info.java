/// Vending over HTTP: JSON, container credentials, STS, the console, explanations and lists.
@NullMarked
package dev.brevet.api.vend;

import org.jspecify.annotations.NullMarked;
