package dev.brevet.authorization;

import dev.brevet.iam.Action;

/// What a program may be allowed to do here. Its resource is what it asks about, `<type>/<id>` or
/// an ARN, or `<type>/*` of a search for resources; `brevet:SubjectType`, `brevet:ResourceType` and
/// `brevet:Action` are condition keys.
record Permission(Action action) {
  static final Permission EVALUATE = new Permission(new Action("brevet", "Evaluate"));
  static final Permission SEARCH = new Permission(new Action("brevet", "Search"));
}
