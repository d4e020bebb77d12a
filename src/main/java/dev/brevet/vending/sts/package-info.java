/// Assumes roles at AWS STS.
@NullMarked
package dev.brevet.vending.sts;

import org.jspecify.annotations.NullMarked;
