package dev.brevet.api.admin;

import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.EnforcementPoint;
import dev.brevet.directory.Entity;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.Group;
import dev.brevet.directory.GroupName;
import dev.brevet.directory.ManagedPolicy;
import dev.brevet.directory.PermissionsBoundary;
import dev.brevet.directory.PolicyAttachment;
import dev.brevet.directory.ProtectedApi;
import dev.brevet.directory.ProtectedRoute;
import dev.brevet.directory.ResourceName;
import dev.brevet.directory.Subject;
import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.RequestContext;
import dev.brevet.identity.TrustedIssuer;
import dev.brevet.mapping.RoleMapping;
import dev.brevet.mapping.SessionTemplate;
import java.util.List;

/// The condition keys that say what is in something that is administered, so that a policy can
/// limit what a delegate writes and not only its name.
///
/// As in IAM, a key that has no value is absent, and a key of several values is for `ForAllValues:`
/// and `ForAnyValue:`. Which there are and which have several values stands in
/// `brevet-condition-keys.tsv` beside the checks of policies.
public final class ContentKeys {
  private static final String SESSION_TAG = "brevet:sessiontag/";
  private static final List<String> NAMES =
      List.of(
              "RoleArn",
              "ManagedPolicyArn",
              "SessionTagKeys",
              "Principal",
              "TrustedIssuer",
              "IssuerHost",
              "IssuerKind",
              "IssuerAccount",
              "EntityType",
              "Group",
              "TargetKind",
              "Target",
              "Policy",
              "PolicyType",
              "PolicyAction",
              "Api",
              "RouteResourceType")
          .stream()
          .map(name -> "brevet:" + AsciiCase.lower(name))
          .toList();

  private ContentKeys() {}

  /// Of a mapping: its role, the principals that may have it, and what its sessions carry.
  static RequestContext of(RoleMapping mapping) {
    SessionTemplate session = mapping.session();
    Named trusted = new Named();
    trusted.addPrincipals(mapping.trustPolicy(), mapping.role().partition());
    RequestContext.Builder keys =
        RequestContext.builder()
            .put("brevet:RoleArn", mapping.role().toString())
            .put(
                "brevet:ManagedPolicyArn",
                session.managedPolicies().stream().map(Object::toString).distinct().toList())
            .put(
                "brevet:SessionTagKeys",
                session.tags().stream().map(SessionTemplate.TagTemplate::key).distinct().toList());
    session
        .tags()
        .forEach(tag -> keys.put("brevet:SessionTag/" + tag.key(), tag.value().toString()));
    return trusted.putInto(keys).build();
  }

  /// Of an issuer's registration.
  static RequestContext of(TrustedIssuer issuer) {
    RequestContext.Builder keys =
        RequestContext.builder()
            .put("brevet:IssuerHost", issuer.issuer().hostName())
            .put("brevet:TrustedIssuer", issuer.issuer().conditionKeyPrefix());
    return switch (issuer.kind()) {
      case TrustedIssuer.Kind.OpenIdConnect _ -> keys.put("brevet:IssuerKind", "OIDC").build();
      case TrustedIssuer.Kind.Aws(var account) ->
          keys.put("brevet:IssuerKind", "AWS")
              .put("brevet:IssuerAccount", account.digits())
              .build();
    };
  }

  /// Of what the directory keeps.
  static RequestContext of(DirectoryItem item) {
    Named named = new Named();
    RequestContext.Builder keys = RequestContext.builder();
    switch (item) {
      case Entity entity -> named.addEntityType(entity.id().type());
      case Group group ->
          group
              .members()
              .forEach(
                  member -> {
                    named.addTarget(member.text());
                    switch (member) {
                      case Subject subject -> named.add(subject);
                      case GroupName name -> named.addGroup(name);
                    }
                  });
      case ManagedPolicy policy -> {
        keys.put("brevet:PolicyType", policy.type().label());
        policy.versions().forEach(version -> named.addPolicy(version.policy()));
      }
      case PolicyAttachment attachment -> {
        keys.put("brevet:Policy", attachment.policy().value());
        named.addTarget(attachment.target().text());
        switch (attachment.target()) {
          case Subject subject -> named.add(subject);
          case GroupName name -> named.addGroup(name);
          case ResourceName resource ->
              resource.entity().map(EntityId::type).ifPresent(named::addEntityType);
        }
      }
      case PermissionsBoundary boundary -> {
        keys.put("brevet:Policy", boundary.policy().value());
        named.addTarget(boundary.subject().text());
        named.add(boundary.subject());
      }
      case EnforcementPoint point -> {
        named.addTarget(point.subject().text());
        named.add(point.subject());
      }
      case ProtectedApi api -> {
        keys.put("brevet:Api", api.arn())
            .put(
                "brevet:RouteResourceType",
                api.routes().stream().map(ProtectedRoute::resourceType).distinct().toList());
        api.entities()
            .forEach(
                claimed -> {
                  named.addIssuer(claimed.issuer());
                  named.addEntityType(claimed.type());
                });
      }
    }
    return named.putInto(keys).build();
  }

  /// Of a list: what all that is in it has in common.
  static RequestContext ofList(DirectoryCollection in, String filter) {
    return filter.isEmpty()
        ? RequestContext.empty()
        : switch (in) {
          case ENTITIES -> RequestContext.builder().put("brevet:EntityType", filter).build();
          case ATTACHMENTS -> RequestContext.builder().put("brevet:Policy", filter).build();
          case GROUPS, POLICIES, BOUNDARIES, ENFORCEMENT_POINTS, APIS -> RequestContext.empty();
        };
  }

  /// Whether a condition key, lower case, says what is in something.
  static boolean isOne(String lowerKey) {
    return NAMES.contains(lowerKey) || lowerKey.startsWith(SESSION_TAG);
  }
}
