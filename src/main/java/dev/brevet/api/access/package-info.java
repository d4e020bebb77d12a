/// OpenID's Authorization API 1.0 and simulation over HTTP.
@NullMarked
package dev.brevet.api.access;

import org.jspecify.annotations.NullMarked;
