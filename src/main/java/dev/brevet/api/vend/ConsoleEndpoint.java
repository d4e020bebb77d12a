package dev.brevet.api.vend;

import module java.base;

import dev.brevet.api.ApiResponse;
import dev.brevet.api.Endpoint;
import dev.brevet.api.Gate;
import dev.brevet.api.JsonText;
import dev.brevet.api.Problem;
import dev.brevet.api.QueryString;
import dev.brevet.api.Route;
import dev.brevet.json.InvalidDocument;
import dev.brevet.vending.ConsolePartition;
import dev.brevet.vending.SignInTokens;
import dev.brevet.vending.SignInTokens.Answer;
import dev.brevet.vending.VendOutcome;
import dev.brevet.vending.VendRequest;

/// `GET /v1/console/{mapping}`: vends, and exchanges the session for a URL that signs in to AWS's
/// console. The URL is a credential for 15 minutes; the console lasts as long as the session.
///
/// The query's `destination` is a page of the partition's console, its front page by default; all
/// other parameters are the mapping's.
public final class ConsoleEndpoint implements Endpoint {
  private static final String DESTINATION = "destination";

  private final Gate gate;
  private final Function<VendRequest, VendOutcome> vend;
  private final SignInTokens tokens;

  public ConsoleEndpoint(Gate gate, Function<VendRequest, VendOutcome> vend, SignInTokens tokens) {
    this.gate = gate;
    this.vend = vend;
    this.tokens = tokens;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        gate.bearers(
            "GET",
            "/v1/console/{mapping}",
            (problem, _) -> problem.response(),
            (call, path) -> answer(call, path.getOrDefault("mapping", ""))));
  }

  private ApiResponse answer(Gate.Call call, String mapping) throws InvalidDocument {
    Map<String, String> parameters = QueryString.read(call.request().query());
    Optional<String> destination = Optional.ofNullable(parameters.remove(DESTINATION));
    if (destination.isPresent() && pages(destination.get()).isEmpty()) {
      throw new InvalidDocument(DESTINATION, "is not a page of AWS's console");
    }
    VendBody body = new VendBody(mapping, Optional.empty(), parameters);
    return call.admit(
        VendBody.OPERATION,
        mapping,
        caller ->
            switch (body.ask(caller, vend)) {
              case VendOutcome.Vended vended -> signIn(caller, vended, destination);
              case VendOutcome refused -> VendAnswers.VEND.answer(refused);
            });
  }

  /// The decision was recorded before. Where no URL is made, nothing is released.
  private ApiResponse signIn(
      Gate.Caller caller, VendOutcome.Vended vended, Optional<String> destination) {
    Optional<ConsolePartition> partition = ConsolePartition.of(vended.assumedRole().partition());
    if (partition.isEmpty()) {
      return malformed("mapping", "the console of the role's partition is not known", vended);
    }
    Optional<URI> page =
        destination.isEmpty()
            ? Optional.of(partition.get().home())
            : partition.get().page(destination.get());
    if (page.isEmpty()) {
      return malformed(DESTINATION, "`destination` is another partition's console", vended);
    }
    return switch (tokens.ask(partition.get(), vended.credentials())) {
      case Answer.Given given -> url(vended, given, page.get());
      case Answer.Unreachable(String reason) -> caller.unavailable(reason).response();
    };
  }

  private static ApiResponse url(VendOutcome.Vended vended, Answer.Given given, URI page) {
    String url =
        given.endpoint()
            + "?Action=login&Destination="
            + encoded(page.toString())
            + "&SigninToken="
            + encoded(given.token().reveal());
    String body =
        JsonText.object(
            json -> {
              json.writeStringField("decisionId", vended.decision().value());
              json.writeStringField("mapping", vended.mapping().value());
              json.writeStringField("assumedRoleArn", vended.assumedRole().toString());
              json.writeStringField("url", url);
              json.writeStringField(
                  "expiration",
                  vended.credentials().expiration().truncatedTo(ChronoUnit.SECONDS).toString());
            });
    return ApiResponse.json(200, body).with(Problem.DECISION_HEADER, vended.decision().value());
  }

  private static ApiResponse malformed(String field, String detail, VendOutcome.Vended vended) {
    return Problem.malformed(field, detail).decision(vended.decision()).response();
  }

  private static List<URI> pages(String destination) {
    return ConsolePartition.all().stream()
        .flatMap(partition -> partition.page(destination).stream())
        .toList();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
