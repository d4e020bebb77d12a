/// What a function has from its environment: its settings, and the clients of AWS made of them.
@NullMarked
package dev.brevet.lambda.environment;

import org.jspecify.annotations.NullMarked;
