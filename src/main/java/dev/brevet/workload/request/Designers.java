package dev.brevet.workload.request;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.policy.lint.CatalogueKnowledge;
import dev.brevet.workload.StateMachineRole;
import java.util.function.Supplier;

/// The tables that designs are made with.
public record Designers(
    Supplier<Catalogue> catalogue,
    Supplier<StateMachineRole> machines,
    Supplier<CatalogueKnowledge> knowledge) {

  /// For many designs: everything is read now.
  public static Designers of(Catalogue catalogue) {
    StateMachineRole machines = new StateMachineRole(catalogue);
    CatalogueKnowledge knowledge = new CatalogueKnowledge(catalogue);
    return new Designers(() -> catalogue, () -> machines, () -> knowledge);
  }

  /// For one design: only what it needs is read.
  public static Designers forOne() {
    return new Designers(
        Catalogue::bundled,
        () -> new StateMachineRole(Catalogue.bundled()),
        () -> new CatalogueKnowledge(Catalogue.bundled()));
  }
}
