/// Changes to the directory: what has to hold between its items before and after each write.
@NullMarked
package dev.brevet.directory.editor;

import org.jspecify.annotations.NullMarked;
