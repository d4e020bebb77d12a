package dev.brevet.iam;

import java.util.Optional;

/// One API action as a request names it: `service:Name`. Both halves ignore case when compared.
///
/// Source: IAM User Guide, reference_policies_elements_action.
public final class Action {
  /// `sts:AssumeRole`.
  public static final Action ASSUME_ROLE = new Action("sts", "AssumeRole");

  /// `sts:AssumeRoleWithWebIdentity`.
  public static final Action ASSUME_ROLE_WITH_WEB_IDENTITY =
      new Action("sts", "AssumeRoleWithWebIdentity");

  /// `sts:TagSession`.
  public static final Action TAG_SESSION = new Action("sts", "TagSession");

  /// `sts:SetSourceIdentity`.
  public static final Action SET_SOURCE_IDENTITY = new Action("sts", "SetSourceIdentity");

  private final String service;
  private final String name;
  private final String lowerCase;

  public Action(String service, String name) {
    if (!isService(service) || !isName(name)) {
      throw new IllegalArgumentException(
          "not an action: `" + UntrustedText.shown(service + ":" + name) + "`");
    }
    this.service = service;
    this.name = name;
    this.lowerCase = AsciiCase.lower(service + ":" + name);
  }

  /// The service's prefix, as the request spelled it.
  public String service() {
    return service;
  }

  /// The operation's name, as the request spelled it.
  public String name() {
    return name;
  }

  /// `service:name` in lower case: what patterns are compared with, made once.
  public String lowerCase() {
    return lowerCase;
  }

  /// Empty when `text` is not `service:Name` without wildcards.
  public static Optional<Action> parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    String service = text.substring(0, colon);
    String name = text.substring(colon + 1);
    return isService(service) && isName(name)
        ? Optional.of(new Action(service, name))
        : Optional.empty();
  }

  private static boolean isService(String text) {
    return Text.lengthWithin(1, 64, text) && Text.onlyWordsAnd("-", text);
  }

  private static boolean isName(String text) {
    return Text.lengthWithin(1, 128, text) && Text.onlyWordsAnd("-./", text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Action that && lowerCase.equals(that.lowerCase);
  }

  @Override
  public int hashCode() {
    return lowerCase.hashCode();
  }

  @Override
  public String toString() {
    return service + ":" + name;
  }
}
