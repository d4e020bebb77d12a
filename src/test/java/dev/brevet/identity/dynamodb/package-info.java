@NullMarked
package dev.brevet.identity.dynamodb;

import org.jspecify.annotations.NullMarked;
