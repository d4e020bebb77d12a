@NullMarked
package dev.brevet.identity;

import org.jspecify.annotations.NullMarked;
