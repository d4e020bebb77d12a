/// The operation: from a verified caller and a mapping to credentials that can do one thing.
@NullMarked
package dev.brevet.vending;

import org.jspecify.annotations.NullMarked;
