/// Designs, checks and comparisons over HTTP.
@NullMarked
package dev.brevet.api.design;

import org.jspecify.annotations.NullMarked;
