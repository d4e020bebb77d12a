/// Roles for workloads: from what a state machine or a function does to the role that it needs, and
/// no more.
///
/// Rules and tables come from the Step Functions and Lambda Developer Guides;
/// `META-INF/THIRD_PARTY.md` has the origin of the tables.
@NullMarked
package dev.brevet.workload;

import org.jspecify.annotations.NullMarked;
