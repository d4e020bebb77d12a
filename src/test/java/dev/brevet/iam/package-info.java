@NullMarked
package dev.brevet.iam;

import org.jspecify.annotations.NullMarked;
