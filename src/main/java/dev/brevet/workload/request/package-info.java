/// What designs are asked with: the JSON document that `POST /v1/designs/{kind}` takes and that the
/// command line writes, read and checked here for both.
@NullMarked
package dev.brevet.workload.request;

import org.jspecify.annotations.NullMarked;
