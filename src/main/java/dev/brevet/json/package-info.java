/// JSON that people write, as a tree in which every part knows its place in the text, and JSON for
/// people to read.
///
/// Reading is tolerant of what a document says and strict about syntax and bounds: it never throws,
/// whatever the bytes. Meaning is the business of the rooms that use it.
@NullMarked
package dev.brevet.json;

import org.jspecify.annotations.NullMarked;
