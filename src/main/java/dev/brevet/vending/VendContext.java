package dev.brevet.vending;

import module java.base;

import dev.brevet.iam.ExternalId;
import dev.brevet.iam.RequestContext;
import dev.brevet.iam.SessionTag;
import dev.brevet.iam.SourceIdentity;
import dev.brevet.mapping.RoleMapping;

/// The condition keys of a vend, and which party sets their values.
/// - The caller, within the mapping: `brevet:Parameter/<name>`, `sts:DurationSeconds`.
/// - The caller, freely: `aws:UserAgent`. Do not authorize on it.
/// - The proof of identity: `aws:userid`, `aws:MultiFactorAuthPresent`, `<issuer-host>:<claim>`,
///   ...
/// - The gateway and the clock: `aws:SourceIp`, `aws:SourceVpce`, `aws:SecureTransport`,
///   `aws:CurrentTime`, `aws:EpochTime`.
/// - The mapping and Brevet: `brevet:Mapping`, `sts:ExternalId`, `sts:RoleSessionName`,
///   `sts:SourceIdentity`, `aws:RequestTag/*`, `aws:TagKeys`.
///
/// INVARIANT: parties later in this list set their keys later, so that no value of the caller
/// replaces what was proved, and no claim what Brevet knows itself.
final class VendContext {
  private VendContext() {}

  static RequestContext of(
      RoleMapping mapping, VendRequest request, SessionPlan plan, Instant now) {
    RequestContext.Builder keys = RequestContext.builder();
    plan.parameters().forEach((name, value) -> keys.put("brevet:Parameter/" + name, value));
    keys.put("sts:DurationSeconds", Integer.toString(plan.duration().seconds()));
    keys.putAll(request.origin().context(request.caller().context(), now));
    keys.put("brevet:Mapping", mapping.id().value());
    keys.put("sts:RoleSessionName", plan.sessionName().value());
    keys.put(
        "sts:ExternalId", mapping.session().externalId().map(ExternalId::value).stream().toList());
    keys.put(
        "sts:SourceIdentity", plan.sourceIdentity().map(SourceIdentity::value).stream().toList());
    tags(plan.tags(), keys);
    return keys.build();
  }

  /// `context` for the same request with other tags.
  static RequestContext withTags(List<SessionTag> tags, RequestContext context) {
    RequestContext.Builder keys = context.toBuilder();
    tags(tags, keys);
    return keys.build();
  }

  private static void tags(List<SessionTag> tags, RequestContext.Builder keys) {
    tags.forEach(tag -> keys.put("aws:RequestTag/" + tag.key(), tag.value()));
    keys.put("aws:TagKeys", tags.stream().map(SessionTag::key).toList());
  }
}
