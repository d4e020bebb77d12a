package dev.brevet.api.vend;

import module java.base;

import dev.brevet.api.ApiRequest;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Authentication;
import dev.brevet.api.Authentication.Proof;
import dev.brevet.api.Authentication.Question;
import dev.brevet.api.Endpoint;
import dev.brevet.api.JsonText;
import dev.brevet.api.Problem;
import dev.brevet.api.QueryString;
import dev.brevet.api.Refusals;
import dev.brevet.api.Route;
import dev.brevet.decisionlog.DecisionId;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.mapping.MappingId;
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
  private static final String OPERATION = "VendCredentials";
  private static final String DESTINATION = "destination";

  private final Authentication authentication;
  private final Function<VendRequest, VendOutcome> vend;
  private final SignInTokens tokens;
  private final Refusals refusals;

  public ConsoleEndpoint(
      Authentication authentication,
      Function<VendRequest, VendOutcome> vend,
      SignInTokens tokens,
      Refusals refusals) {
    this.authentication = authentication;
    this.vend = vend;
    this.tokens = tokens;
    this.refusals = refusals;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.of(
            "GET",
            "/v1/console/{mapping}",
            (request, path) -> answer(request, path.getOrDefault("mapping", ""))));
  }

  private ApiResponse answer(ApiRequest request, String mapping) {
    return switch (QueryString.read(request.query())) {
      case QueryString.Reading.Refused(Problem problem) -> problem.response();
      case QueryString.Reading.Read(Map<String, String> query)
          when query.containsKey(DESTINATION) && pages(query.get(DESTINATION)).isEmpty() ->
          Problem.malformed(DESTINATION, "`destination` is not a page of AWS's console").response();
      case QueryString.Reading.Read(Map<String, String> query) ->
          switch (authentication.byToken(new Question(request, OPERATION, mapping, true))) {
            case Proof.Rejected(var id, var cause) ->
                Problem.rejected(cause).decision(id).response();
            case Proof.Vended(var id) ->
                Problem.of(Problem.Code.ACCESS_DENIED).decision(id).response();
            case Proof.NotVerifiable(var id, var _) -> Problem.notVerifiable(id).response();
            case Proof.Proven(VerifiedIdentity caller) -> vend(request, caller, mapping, query);
          };
    };
  }

  private ApiResponse vend(
      ApiRequest request, VerifiedIdentity caller, String name, Map<String, String> query) {
    Optional<MappingId> mapping = MappingId.parse(name);
    if (mapping.isEmpty()) {
      return VendAnswers.VEND.answer(
          new VendOutcome.Denied(
              refusals.impossibleMapping(OPERATION, request.origin(), caller),
              VendOutcome.Denied.Kind.ACCESS_DENIED));
    }
    Map<String, String> parameters = new HashMap<>(query);
    String destination = parameters.remove(DESTINATION);
    VendRequest wanted =
        new VendRequest(
                caller,
                mapping.get(),
                Optional.empty(),
                parameters,
                Optional.empty(),
                request.takesReuse(),
                request.origin())
            .within(request.budget());
    return switch (vend.apply(wanted)) {
      case VendOutcome.Vended vended -> signIn(wanted, vended, Optional.ofNullable(destination));
      case VendOutcome refused -> VendAnswers.VEND.answer(refused);
    };
  }

  /// The decision was recorded before; what does not come to a URL is released to nobody.
  private ApiResponse signIn(
      VendRequest request, VendOutcome.Vended vended, Optional<String> destination) {
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
      case Answer.Unreachable(String reason) ->
          Problem.notVerifiable(
                  refusals.unavailable(
                      OPERATION,
                      request.origin(),
                      request.caller(),
                      vended.mapping().value(),
                      reason))
              .response();
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
    DecisionId id = vended.decision();
    return Problem.malformed(field, detail).decision(id).response();
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
