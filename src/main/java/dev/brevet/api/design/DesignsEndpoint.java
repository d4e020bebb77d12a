package dev.brevet.api.design;

import module java.base;

import dev.brevet.api.Endpoint;
import dev.brevet.api.Route;
import dev.brevet.catalogue.Catalogue;
import dev.brevet.json.JsonText;
import dev.brevet.workload.request.DesignKind;
import dev.brevet.workload.request.Designers;

/// `POST /v1/designs/{kind}`: roles and policies for workloads: `state-machine-role`,
/// `function-role`, `service-role`, `developer-policy`, `endpoint-policy`.
public final class DesignsEndpoint implements Endpoint {
  private final KnownCallers callers;
  private final Designers designers;

  public DesignsEndpoint(KnownCallers callers, Catalogue catalogue) {
    this.callers = callers;
    this.designers = Designers.of(catalogue);
  }

  @Override
  public List<Route> routes() {
    return Stream.of(DesignKind.values())
        .flatMap(
            kind ->
                callers
                    .routes(
                        kind.path(),
                        (body, budget) ->
                            kind.read(body, budget)
                                .map(
                                    design ->
                                        () -> JsonText.compact(design.design(designers, budget))))
                    .stream())
        .toList();
  }
}
