/// Administration over HTTP: mappings, issuers, the directory, decisions.
@NullMarked
package dev.brevet.api.admin;

import org.jspecify.annotations.NullMarked;
