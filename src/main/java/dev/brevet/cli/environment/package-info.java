/// What a command is given: terminal, arguments' errors, settings, private files, HTTP.
@NullMarked
package dev.brevet.cli.environment;

import org.jspecify.annotations.NullMarked;
