package dev.brevet.api;

import module java.base;

import com.sun.management.ThreadMXBean;
import dev.brevet.api.HeavyBodies.Heavy;
import dev.brevet.api.access.AccessWorld;
import dev.brevet.api.design.DesignsEndpoint;
import dev.brevet.api.design.KnownCallers;
import dev.brevet.api.design.PoliciesEndpoint;
import dev.brevet.catalogue.Catalogue;
import dev.brevet.identity.Verification;
import java.lang.management.ManagementFactory;

/// Answers heavy bodies as the functions do, and counts what that takes.
final class HeavyRequests {
  private final AccessWorld simulating = new AccessWorld();
  private final Router router;

  HeavyRequests() {
    KnownCallers callers = new KnownCallers((_, _) -> new Verification.Rejected("no tokens here"));
    Catalogue catalogue = Catalogue.bundled();
    router =
        new Router(
            List.of(
                new DesignsEndpoint(callers, catalogue), new PoliciesEndpoint(callers, catalogue)));
  }

  /// What an answer took.
  ///
  /// @param steps of the request's budget
  /// @param nanos of the processor
  /// @param allocated bytes, by the JVM's own count
  record Taken(ApiResponse response, long steps, long allocated, long nanos) {}

  Taken answer(Heavy heavy) {
    boolean simulates = heavy.path().endsWith(":simulate");
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = thread.getCurrentThreadAllocatedBytes();
    long from = thread.getCurrentThreadCpuTime();
    ApiRequest request =
        Requests.of(
            "POST",
            (simulates ? "/v1/iam/admin" : "/v1/iam") + heavy.path(),
            "",
            Map.of("Content-Type", "application/json"),
            Body.of(heavy.body()),
            Optional.of(Requests.user(simulates ? "/admin" : "/somebody")));
    ApiResponse response = (simulates ? simulating.router : router).answer(request);
    long nanos = thread.getCurrentThreadCpuTime() - from;
    return new Taken(
        response,
        request.budget().spent(),
        thread.getCurrentThreadAllocatedBytes() - allocated,
        nanos);
  }
}
