package dev.brevet.authorization;

import dev.brevet.directory.snapshot.DirectorySnapshot;
import dev.brevet.directory.snapshot.SubjectPolicies;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.policy.ApplicablePolicies;

/// The subject of a question as the engine sees it.
sealed interface ResolvedSubject {
  /// A subject whose policies are in the directory. `context` has the keys `subject:...`.
  record Known(
      DirectorySnapshot directory, SubjectPolicies own, Principal principal, RequestContext context)
      implements ResolvedSubject {
    @Override
    public ApplicablePolicies policies(String resource) {
      return directory.policies(own, resource);
    }
  }

  /// A session that a mapping would vend.
  record Session(Principal principal, RequestContext context, ApplicablePolicies policies)
      implements ResolvedSubject {
    @Override
    public ApplicablePolicies policies(String resource) {
      return policies;
    }
  }

  /// There is no subject that policies could be about.
  record Nobody(String reason) implements ResolvedSubject {
    @Override
    public Principal principal() {
      return new Principal.Anonymous();
    }

    @Override
    public RequestContext context() {
      return RequestContext.empty();
    }

    @Override
    public ApplicablePolicies policies(String resource) {
      return ApplicablePolicies.builder().build();
    }
  }

  Principal principal();

  RequestContext context();

  /// All policies that bear on what it does to `resource`.
  ApplicablePolicies policies(String resource);
}
