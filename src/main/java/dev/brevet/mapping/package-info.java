/// Role mappings: a role, which callers may have it, and what a session of it may do.
@NullMarked
package dev.brevet.mapping;

import org.jspecify.annotations.NullMarked;
