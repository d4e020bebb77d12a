package dev.brevet.workload;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.UntrustedText;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.workload.integration.Findings;
import dev.brevet.workload.integration.Need;

/// Designs the role of any service that acts on a customer's behalf, as Redshift that reads from a
/// bucket: usable only by that service, and only for that source or account.
///
/// Source: IAM User Guide, id_roles_create_for-service, confused-deputy.
public final class ServiceRole {
  private final Catalogue catalogue;

  public ServiceRole(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /// What a role is designed from.
  ///
  /// @param service its principal, of the form of [DeveloperPolicy.Scope#isService]
  /// @param sourceArn the resource that the service acts for; `*` stands for parts that are not
  ///   known, after the account
  /// @param account whose that is
  public record Request(
      String service, String sourceArn, AccountId account, List<FunctionRole.Call> calls) {
    /// @throws IllegalArgumentException when the service is none
    public Request {
      if (!DeveloperPolicy.Scope.isService(service)) {
        throw new IllegalArgumentException("not a service principal");
      }
      calls = List.copyOf(calls);
    }
  }

  /// The ARN that a service sends for what it acts for: a schedule's is its group's. Source:
  /// EventBridge Scheduler User Guide, cross-service-confused-deputy-prevention.
  private static String sentArn(String arn) {
    return arn.replaceFirst(
        "^(arn:[^:]*:scheduler:[^:]*:[^:]*):schedule/([^/]+)/.+$", "$1:schedule-group/$2");
  }

  /// The role `<service>-service-role`.
  public RoleDesign design(Request request) {
    return design(request, WorkBudget.unlimited());
  }

  /// The same within a budget.
  ///
  /// @throws WorkBudget.TooMuchWork when the budget does not have what it takes
  public RoleDesign design(Request request, WorkBudget budget) {
    Findings findings = new Findings(budget);
    for (FunctionRole.Call call : request.calls()) {
      List<String> known = new ArrayList<>();
      for (String name : call.actions()) {
        Action.parse(name)
            .flatMap(catalogue::action)
            .ifPresentOrElse(
                found -> known.add(found.action().toString()),
                () ->
                    findings.gap(
                        "calls",
                        name,
                        "IAM has no action `" + UntrustedText.shown(name) + "`",
                        List.of()));
      }
      findings.need(Need.of(known, call.resources(), "calls"));
    }
    String source = sentArn(request.sourceArn());
    if (!source.equals(request.sourceArn())) {
      findings.gap(
          "sourceArn",
          request.sourceArn(),
          "EventBridge Scheduler names the group as its source, so every schedule of the group may"
              + " use the role",
          List.of(source));
    }
    return new RoleDesign(
        RoleName.ofService(request.service()),
        TrustPolicies.ofService(request.service(), source, request.account().digits()),
        PolicyAssembly.assemble(findings.needs(), PolicyAssembly.effort(budget)),
        findings.unresolved(),
        List.of());
  }
}
