/// Role mappings: a role, who may have it, and how far a session of it reaches.
@NullMarked
package dev.brevet.mapping;

import org.jspecify.annotations.NullMarked;
