package dev.brevet.authorization;

import dev.brevet.iam.RequestContext;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.policy.element.WorkBudget;

/// The program that asks, proven, with the condition keys of its own request (`aws:SourceIp`, ...).
///
/// An `administrator` may ask everything. What it asks about is a question, never a proof: nothing
/// of the program's own identity goes into it. All that it asks is paid from `budget`.
public record DecisionClient(
    VerifiedIdentity identity, RequestContext context, boolean administrator, WorkBudget budget) {}
