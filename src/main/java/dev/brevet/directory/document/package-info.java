/// The directory's items as JSON documents: reading them with all their problems, and writing them.
@NullMarked
package dev.brevet.directory.document;

import org.jspecify.annotations.NullMarked;
