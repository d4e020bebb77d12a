package dev.brevet.api;

import java.util.List;

/// One resource of the API: the routes that it answers.
public interface Endpoint {
  List<Route> routes();
}
