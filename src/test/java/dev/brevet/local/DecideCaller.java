package dev.brevet.local;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Arn;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;

/// The principal of a line of [Decide]: an ARN, a service, `{"type": "Anonymous"}`, or who a token
/// speaks for.
///
/// Where the action is one that takes a token or a SAML assertion, the text names the provider, as
/// a trust policy would.
final class DecideCaller {
  private DecideCaller() {}

  static Optional<Principal> principal(
      Map<String, String> caller, Action action, RequestContext context) {
    String type = caller.getOrDefault("type", "");
    if (type.equals("Anonymous")) {
      return Optional.of(new Principal.Anonymous());
    }
    String issuer = caller.getOrDefault("issuer", "");
    if (!issuer.isEmpty()) {
      return web(issuer, caller.getOrDefault("subject", "-"));
    }
    for (String name :
        new String[] {"principal", "arn", "id", "name", "AWS", "Service", "Federated", "value"}) {
      String text = caller.get(name);
      if (text != null) {
        return named(text, action, context);
      }
    }
    return Optional.empty();
  }

  /// The context with what only the name of a session's role tells: a session's ARN has no path, so
  /// that a service-linked role is known by how AWS names it.
  static RequestContext context(Principal caller, RequestContext given) {
    boolean told = !given.values("aws:PrincipalArn").isEmpty();
    return !told
            && caller instanceof Principal.RoleSession session
            && session.roleName().startsWith("AWSServiceRoleFor")
        ? given.toBuilder()
            .put(
                "aws:PrincipalArn",
                "arn:%s:iam::%s:role/aws-service-role/amazonaws.com/%s"
                    .formatted(session.partition(), session.ofAccount(), session.roleName()))
            .build()
        : given;
  }

  private static Optional<Principal> named(String text, Action action, RequestContext context) {
    if (text.equals("*") || text.equalsIgnoreCase("anonymous")) {
      return Optional.of(new Principal.Anonymous());
    }
    if (action.lowerCase().equals("sts:assumerolewithwebidentity") && !isSession(text)) {
      return web(issuer(text), subject(context, ":sub"));
    }
    if (text.contains(":saml-provider/")) {
      String subject = subject(context, "saml:sub");
      return Arn.parse(text).map(arn -> new Principal.SamlIdentity(arn, subject));
    }
    if (text.contains(":oidc-provider/") || text.startsWith("https://")) {
      return web(issuer(text), subject(context, ":sub"));
    }
    if (text.startsWith("arn:")) {
      return Principal.parseArn(text);
    }
    Optional<AccountId> account = AccountId.parse(text);
    if (account.isPresent()) {
      return Optional.of(new Principal.Root("aws", account.get()));
    }
    return text.indexOf('.') > 0 && text.indexOf('*') < 0
        ? Optional.of(new Principal.Service(text))
        : Optional.empty();
  }

  private static boolean isSession(String text) {
    return text.startsWith("arn:") && !text.contains("-provider/");
  }

  private static Optional<Principal> web(String issuer, String subject) {
    return issuer.isEmpty() || issuer.indexOf('#') >= 0 || subject.isEmpty()
        ? Optional.empty()
        : Optional.of(new Principal.WebIdentity(issuer, subject));
  }

  private static String issuer(String text) {
    String mark = ":oidc-provider/";
    int at = text.indexOf(mark);
    if (at >= 0) {
      return "https://" + text.substring(at + mark.length());
    }
    return text.toLowerCase(Locale.ROOT).startsWith("http") && text.contains("://")
        ? text
        : "https://" + text;
  }

  private static String subject(RequestContext context, String suffix) {
    return context.asMap().entrySet().stream()
        .filter(e -> e.getKey().endsWith(suffix))
        .map(e -> e.getValue().get(0))
        .filter(s -> !s.isEmpty())
        .findFirst()
        .orElse("-");
  }
}
