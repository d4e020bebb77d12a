/// What Step Functions may call, and what permissions each call needs.
@NullMarked
package dev.brevet.workload.integration;

import org.jspecify.annotations.NullMarked;
